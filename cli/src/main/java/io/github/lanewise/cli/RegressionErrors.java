package io.github.lanewise.cli;

/**
 * How far predictions are from the truth.
 *
 * @param rootMeanSquared {@code sqrt(mean (predicted - truth)^2)}
 * @param meanAbsolute {@code mean |predicted - truth|}
 * @param rSquared {@code 1 - sum (predicted - truth)^2 / sum (truth - mean truth)^2}: 1 is perfect,
 *     0 as good as always saying the mean; NaN if the truth does not vary
 */
record RegressionErrors(double rootMeanSquared, double meanAbsolute, double rSquared) {

  static RegressionErrors of(float[] truth, float[] predicted) {
    double sum = 0;
    for (float value : truth) {
      sum += value;
    }
    double mean = sum / truth.length;
    double absolute = 0;
    double squares = 0;
    double variation = 0;
    for (int i = 0; i < truth.length; i++) {
      double error = (double) predicted[i] - truth[i];
      absolute += Math.abs(error);
      squares += error * error;
      variation += (truth[i] - mean) * (truth[i] - mean);
    }
    double rSquared = variation > 0 ? 1 - squares / variation : Double.NaN;
    return new RegressionErrors(
        Math.sqrt(squares / truth.length), absolute / truth.length, rSquared);
  }
}
