/**
 * Reads data files into {@link io.github.lanewise.cli.data.Dataset} and splits them; every defect
 * of a file is a {@link io.github.lanewise.cli.data.DataException} that names file, line and
 * column.
 *
 * <p>May depend on the JDK and FastCSV only.
 */
@NullMarked
package io.github.lanewise.cli.data;

import org.jspecify.annotations.NullMarked;
