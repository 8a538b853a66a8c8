/**
 * The {@code lanewise} command, one class per subcommand. May depend on the network API and on the
 * libraries for options, data files, progress and plots.
 */
@NullMarked
package io.github.lanewise.cli;

import org.jspecify.annotations.NullMarked;
