/**
 * SIMD kernels over caller-owned, column-major {@code float} arrays. Validates every argument at
 * this boundary; depends on nothing but the JDK and {@code kernels.internal}.
 *
 * <p>Matrices <em>overlap</em> where their ranges do, from the first to the last element of each:
 * the upper and the lower rows of one array too, although they share no element.
 */
@NullMarked
package io.github.lanewise.kernels;

import org.jspecify.annotations.NullMarked;
