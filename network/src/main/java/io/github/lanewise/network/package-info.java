/**
 * Networks of dense layers, their losses, optimizers, training and inference. Depends on {@code
 * io.github.lanewise.kernels}, its {@code internal} package and {@code network.internal} only.
 */
@NullMarked
package io.github.lanewise.network;

import org.jspecify.annotations.NullMarked;
