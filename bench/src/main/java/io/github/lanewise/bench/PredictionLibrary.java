package io.github.lanewise.bench;

import io.github.lanewise.network.Network;

/** A library that computes the outputs of networks, loaded and set to a number of threads. */
interface PredictionLibrary {

  /** Its version, and how it is set. */
  String describe();

  /**
   * Takes a network over, and makes room for its outputs.
   *
   * @param x batch x inputs values, copied where the library cannot read Java's arrays
   */
  Prediction prediction(Network network, int batch, float[] x);
}
