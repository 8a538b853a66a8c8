package io.github.lanewise.network.internal;

import io.github.lanewise.network.Layer;
import java.util.Arrays;
import java.util.List;

/**
 * Where the parameters of layers 1 to L lie in one array: {@code W[1] b[1] W[2] b[2] ... W[L] b[L]}
 * without gaps, W[l] column-major n[l] x n[l-1]. So W[l] and b[l] together are one matrix of n[l-1]
 * + 1 columns, the last of which is b[l]. Gradients and optimizer state have the same layout.
 */
public final class ParameterLayout {
  /** The longest array a JVM is sure to offer, in elements. */
  public static final int MAX_LENGTH = Integer.MAX_VALUE - 8;

  private final int[] n;
  private final int[] W;
  private final int size;

  /**
   * Lays the layers out.
   *
   * @throws IllegalArgumentException if there are more than {@link #MAX_LENGTH} parameters
   */
  public ParameterLayout(List<Layer> layers) {
    n = new int[layers.size() + 1];
    W = new int[layers.size() + 1];
    n[0] = layers.getFirst().inputs();
    long end = 0;
    for (int l = 1; l <= layers.size(); l++) {
      n[l] = layers.get(l - 1).units();
      W[l] = (int) end;
      end += n[l] * (n[l - 1] + 1L);
      if (end > MAX_LENGTH) {
        throw new IllegalArgumentException(
            "network: the number of parameters must be <= %d, got %d up to layer %d"
                .formatted(MAX_LENGTH, end, l));
      }
    }
    size = (int) end;
  }

  /** Returns L, the number of layers. */
  public int layers() {
    return n.length - 1;
  }

  /** Returns n[l], the units of layer l; n[0] is the number of inputs. */
  public int n(int l) {
    return n[l];
  }

  /** Returns the largest n[l]. */
  public int widest() {
    return Arrays.stream(n).max().getAsInt();
  }

  /** Returns the offset of W[l]. */
  public int W(int l) {
    return W[l];
  }

  /** Returns the offset of b[l], the end of W[l]. */
  public int b(int l) {
    return W[l] + n[l] * n[l - 1];
  }

  /** Returns the number of parameters. */
  public int size() {
    return size;
  }
}
