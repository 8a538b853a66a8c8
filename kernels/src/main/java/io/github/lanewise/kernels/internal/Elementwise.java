package io.github.lanewise.kernels.internal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the scalar definition of an elementwise kernel. From it the build generates, in {@code
 * <Class>Loops} of the same package, a loop of that name over ranges, which runs the definition or
 * the same operations on vectors: the same bits either way.
 *
 * <p>A definition is a static method of {@code float} parameters that returns one {@code float}; or
 * a void one whose arrays are each followed by the index of their element, for several outputs. It
 * is straight-line code: final locals, conditional expressions, {@code Math.fma}, {@code abs},
 * {@code sqrt}, bit casts, int bit operations, constants and calls of other such functions.
 */
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.METHOD)
public @interface Elementwise {}
