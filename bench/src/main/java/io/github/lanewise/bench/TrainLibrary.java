package io.github.lanewise.bench;

/** A library that trains networks, loaded and set to a number of threads. */
interface TrainLibrary {

  /** Its version, and which of its code paths it has chosen on this machine. */
  String describe();

  /** Copies the problem's weights and batch to where the library wants them. */
  Training start(TrainProblem problem, float learningRate);
}
