/**
 * Buffer plans, forward and backward passes and worker threads behind the network API. Not API;
 * depends on the kernels only.
 */
@NullMarked
package io.github.lanewise.network.internal;

import org.jspecify.annotations.NullMarked;
