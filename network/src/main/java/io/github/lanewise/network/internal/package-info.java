/**
 * Buffer plans, forward and backward passes and random numbers behind the network API. Not API;
 * depends on the kernels, and on the values of the package above: layers, losses, optimizers.
 */
@NullMarked
package io.github.lanewise.network.internal;

import org.jspecify.annotations.NullMarked;
