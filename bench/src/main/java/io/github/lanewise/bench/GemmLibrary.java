package io.github.lanewise.bench;

/** A library that multiplies matrices, loaded and set to a number of threads. */
interface GemmLibrary {

  /** Its version, and which of its code paths it has chosen on this machine. */
  String describe();

  /** Makes room for C, and copies A and B where the library cannot read Java's arrays. */
  GemmProduct product(GemmProblem problem, float[] a, float[] b);
}
