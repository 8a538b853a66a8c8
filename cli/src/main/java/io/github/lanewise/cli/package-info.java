/**
 * The {@code lanewise} command, one class per subcommand. May depend on the network API, on what
 * kernels and network open to it ({@code Simd}, {@code AtomicFile}, ...), and on the libraries for
 * options, data files, progress and plots.
 */
@NullMarked
package io.github.lanewise.cli;

import org.jspecify.annotations.NullMarked;
