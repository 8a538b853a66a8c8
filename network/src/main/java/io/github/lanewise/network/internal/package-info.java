/**
 * Buffer plans, forward and backward passes, random numbers and model files behind the network API.
 * Not API; depends on the kernels, and on the values of the package above: networks, layers,
 * scalers, losses, optimizers, and the exception of a model file.
 */
@NullMarked
package io.github.lanewise.network.internal;

import org.jspecify.annotations.NullMarked;
