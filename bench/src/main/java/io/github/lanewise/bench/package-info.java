/**
 * JMH benchmarks: one per kernel, one end to end, and duels against peers. May depend on everything
 * but the command line.
 */
@NullMarked
package io.github.lanewise.bench;

import org.jspecify.annotations.NullMarked;
