/**
 * How the kernels compute: loop drivers, packing, micro-kernels, vector lanes and argument checks.
 * Not API; the only place that sees the Vector API, and depends on nothing but the JDK.
 */
@NullMarked
package io.github.lanewise.kernels.internal;

import org.jspecify.annotations.NullMarked;
