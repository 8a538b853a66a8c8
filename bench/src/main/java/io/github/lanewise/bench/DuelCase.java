package io.github.lanewise.bench;

/**
 * One comparison with a peer, and the class whose geometric mean it enters.
 *
 * @param row the class, down the table of means
 * @param column the class, across the table of means
 */
record DuelCase(String name, String row, String column) {}
