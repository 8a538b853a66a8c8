package io.github.lanewise.network;

import io.github.lanewise.kernels.Activation;
import io.github.lanewise.kernels.Elu;
import io.github.lanewise.kernels.Gelu;
import io.github.lanewise.kernels.GeluTanh;
import io.github.lanewise.kernels.LeakyRelu;
import io.github.lanewise.kernels.Relu;
import io.github.lanewise.kernels.Silu;
import io.github.lanewise.network.internal.SplitMix64;
import java.util.Objects;

/**
 * How a layer's weights start: independent random numbers of mean 0 and the stated variance, drawn
 * in storage order (column by column) in double precision and rounded once. Uniform ones lie in
 * {@code [-limit, limit)} with {@code limit = sqrt(3 * variance)}. Biases start at 0.
 *
 * <p>He et al., "Delving deep into rectifiers", 2015; Glorot and Bengio, "Understanding the
 * difficulty of training deep feedforward neural networks", 2010; LeCun et al., "Efficient
 * BackProp", 1998.
 */
public enum Initializer {
  /** Normal, variance 2 / inputs. */
  HE_NORMAL,
  /** Uniform, variance 2 / inputs. */
  HE_UNIFORM,
  /** Normal, variance 2 / (inputs + units). */
  GLOROT_NORMAL,
  /** Uniform, variance 2 / (inputs + units). */
  GLOROT_UNIFORM,
  /** Normal, variance 1 / inputs. */
  LECUN_NORMAL,
  /** Uniform, variance 1 / inputs. */
  LECUN_UNIFORM,
  /** All zero. */
  ZEROS;

  /**
   * Returns the initializer a layer gets when none is named: {@link #HE_NORMAL} for the ReLU family
   * (ReLU, leaky ReLU, ELU, GELU, SiLU), {@link #GLOROT_NORMAL} otherwise.
   */
  public static Initializer defaultFor(Activation activation) {
    return switch (Objects.requireNonNull(activation, "activation")) {
      case Relu _, LeakyRelu _, Elu _, Gelu _, GeluTanh _, Silu _ -> HE_NORMAL;
      default -> GLOROT_NORMAL;
    };
  }

  /** Writes the weights of {@code layer} to {@code W} from {@code WOffset} on. */
  void initialize(Layer layer, SplitMix64 random, float[] W, int WOffset) {
    int end = WOffset + layer.units() * layer.inputs();
    double deviation = Math.sqrt(variance(layer));
    double limit = Math.sqrt(3 * variance(layer));
    for (int i = WOffset; i < end; i++) {
      W[i] =
          switch (this) {
            case HE_NORMAL, GLOROT_NORMAL, LECUN_NORMAL ->
                (float) (deviation * random.nextGaussian());
            case HE_UNIFORM, GLOROT_UNIFORM, LECUN_UNIFORM ->
                (float) (limit * (2 * random.nextDouble() - 1));
            case ZEROS -> 0;
          };
    }
  }

  private double variance(Layer layer) {
    return switch (this) {
      case HE_NORMAL, HE_UNIFORM -> 2.0 / layer.inputs();
      case GLOROT_NORMAL, GLOROT_UNIFORM -> 2.0 / ((double) layer.inputs() + layer.units());
      case LECUN_NORMAL, LECUN_UNIFORM -> 1.0 / layer.inputs();
      case ZEROS -> 0;
    };
  }
}
