package io.github.lanewise.kernels.internal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the step of a sum: a static method that takes what a chain has come to and the elements of
 * one index, and returns the chain with their term added. From it the build generates, in {@code
 * <Class>Loops} of the same package, the sum of that name over a range.
 *
 * <p>The order is the same at every vector width. Sixteen chains start at 0 and run over the whole
 * blocks of 16 elements, element p on chain p mod 16. A halving tree joins them: r with r + 8, then
 * r + 4, r + 2, r + 1. The elements after the last whole block follow one by one. The language is
 * that of {@link Elementwise}.
 */
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.METHOD)
public @interface FixedOrderSum {}
