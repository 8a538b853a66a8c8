/**
 * SIMD kernels over caller-owned, column-major {@code float} arrays. Validates every argument at
 * this boundary; depends on nothing but the JDK and {@code kernels.internal}.
 */
@NullMarked
package io.github.lanewise.kernels;

import org.jspecify.annotations.NullMarked;
