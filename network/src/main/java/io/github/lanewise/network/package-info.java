/**
 * Networks of dense layers, their losses, optimizers, training and inference: {@link
 * io.github.lanewise.network.Network#builder} describes a network, a {@link
 * io.github.lanewise.network.Trainer} makes a better one of it, a {@link
 * io.github.lanewise.network.Predictor} computes its outputs, and a {@link
 * io.github.lanewise.network.LiveNetwork} replaces it in a running service.
 *
 * <p>Depends on {@code io.github.lanewise.kernels}, its {@code internal} package and {@code
 * network.internal} only.
 */
@NullMarked
package io.github.lanewise.network;

import org.jspecify.annotations.NullMarked;
