package io.github.lanewise.network;

/**
 * How a network does on a set of samples.
 *
 * @param meanLoss mean of the losses, without the L2 term; 0 for no samples
 * @param accuracy share of samples whose predicted class is the target's, 0 for no samples. The
 *     class is the index of the largest output (the first of ties; a NaN among them is no class).
 *     With one output it is whether that is at least 0.5, or at least 0 for a logit; a NaN is no
 *     class there either. A target states its class as an index or, with as many values as outputs,
 *     likewise
 */
public record Evaluation(double meanLoss, double accuracy) {}
