package io.github.lanewise.network.internal;

import io.github.lanewise.kernels.Activation.DerivativeInput;
import io.github.lanewise.network.Layer;
import java.util.List;

/**
 * Everything a trainer keeps, sized once and cut from one array; offsets and sizes in elements.
 *
 * <pre>
 *   | W[1] b[1] ... W[L] b[L] | dW[1] db[1] ... | state 0 | state 1 |            as ParameterLayout
 *   | A[0] | Z[1] A[1] | ... | Z[L] A[L] |                             n[l] x batch, one sample a column
 *   | dZ | dZ | dZ |                                                   widest layer x batch, in turn
 *   | Y | losses |                                                     targetRows x batch, 1 x step
 *   | mask[1] | ... | mask[L-1] |                                      n[l] x batch
 *   | squares | weight squares |                                       1 x columns of [W b], 1 x blocks of W
 * </pre>
 *
 * <p>A[l] lies on Z[l] unless the derivative of g[l] is computed from Z[l], or layer l drops units:
 * then the next layer reads A[l], and the derivative what lay there before. dA[l] becomes dZ[l] in
 * place. Layers take the three buffers of dZ in turn, so that a thread that is one layer ahead
 * writes dA[l-2] while others still read dZ[l].
 */
public final class BufferPlan {
  private static final int GRADIENT_BUFFERS = 3;

  /** Slices start at multiples of this: 64 bytes, a cache line. */
  private static final int ALIGNMENT = 16;

  private final ParameterLayout layout;
  private final int batch;
  private final boolean jointLoss;
  private final int targetRows;
  private final int gradients;
  private final int state;
  private final int stateStride;
  private final int stateLength;
  private final int[] Z;
  private final int[] A;
  private final int[] G;
  private final int[] mask;
  private final int[] squares;
  private final int[] weightSquares;
  private final int dZ;
  private final int dZStride;
  private final int targets;
  private final int losses;
  private int end;

  /**
   * Plans the buffers.
   *
   * @throws IllegalArgumentException if all together exceed one array, or the loss does not fit
   */
  public BufferPlan(StepSettings settings) {
    List<Layer> layers = settings.layers();
    Dropout dropout = settings.dropout();
    this.layout = new ParameterLayout(layers);
    this.batch = settings.batch();
    this.jointLoss = settings.jointLoss();
    this.targetRows = settings.targetRows();
    int L = layout.layers();
    take(layout.size());
    gradients = take(layout.size());
    stateStride = (int) aligned(layout.size());
    state = take((long) settings.stateSlots() * stateStride);
    stateLength = settings.stateSlots() * stateStride;
    Z = new int[L + 1];
    A = new int[L + 1];
    G = new int[L + 1];
    mask = new int[L + 1];
    squares = new int[L + 1];
    weightSquares = new int[L + 1];
    A[0] = take((long) layout.n(0) * batch);
    int widest = 0;
    for (int l = 1; l <= L; l++) {
      boolean keepsZ =
          layers.get(l - 1).activation().derivativeInput() == DerivativeInput.INPUT
              && !(l == L && jointLoss);
      Z[l] = take((long) layout.n(l) * batch);
      A[l] = keepsZ || dropout.applies(l) ? take((long) layout.n(l) * batch) : Z[l];
      G[l] = keepsZ ? A[l] : Z[l];
      widest = Math.max(widest, layout.n(l));
    }
    dZStride = (int) aligned((long) widest * batch);
    dZ = take((long) Math.min(L, GRADIENT_BUFFERS) * dZStride);
    targets = take((long) targetRows * batch);
    losses = take(settings.mostOfStep());
    for (int l = 1; l <= L; l++) {
      mask[l] = take(dropout.applies(l) ? (long) layout.n(l) * batch : 0);
      squares[l] = take(settings.clips() ? layout.n(l - 1) + 1 : 0);
      weightSquares[l] = take(settings.hasL2() ? WeightSquares.blocks(weights(l)) : 0);
    }
  }

  /** Returns the elements of the array. */
  public int size() {
    return end;
  }

  /** Returns the bytes of the array's elements. */
  public long bytes() {
    return (long) end * Float.BYTES;
  }

  /** Returns the elements of all parameters, which start at W[1]. */
  public int parameters() {
    return layout.size();
  }

  /** Returns L, the number of layers. */
  public int layers() {
    return layout.layers();
  }

  /** Returns n[l], the units of layer l; n[0] is the number of inputs. */
  public int n(int l) {
    return layout.n(l);
  }

  /** Returns the most rows, columns or terms that a product of a step has. */
  public int longest() {
    return Math.max(layout.widest(), batch);
  }

  /** Returns the values per target. */
  public int targetRows() {
    return targetRows;
  }

  /** Returns whether the loss reads Z[L] and writes dZ[L]. */
  public boolean jointLoss() {
    return jointLoss;
  }

  /** Returns the elements of W[l]. */
  int weights(int l) {
    return n(l) * n(l - 1);
  }

  /** Returns the offset of W[l]. */
  public int W(int l) {
    return layout.W(l);
  }

  /** Returns the offset of b[l], the end of W[l]. */
  public int b(int l) {
    return layout.b(l);
  }

  /** Returns the offset of dW[l]. */
  public int dW(int l) {
    return gradients + layout.W(l);
  }

  /** Returns the offset of db[l], the end of dW[l]. */
  public int db(int l) {
    return gradients + layout.b(l);
  }

  /** Returns the offset of slot 0 of the optimizer's state for W[l]; that of b[l] follows. */
  public int state(int l) {
    return state + layout.W(l);
  }

  /** Returns the elements from one slot of the optimizer's state to the next. */
  public int stateStride() {
    return stateStride;
  }

  /** Returns the elements of all slots of the optimizer's state, which start at that of W[1]. */
  public int stateLength() {
    return stateLength;
  }

  /** Returns the offset of Z[l], l >= 1. */
  public int Z(int l) {
    return Z[l];
  }

  /** Returns the offset of A[l]; A[0] is the batch. */
  public int A(int l) {
    return A[l];
  }

  /** Returns the offset of g[l](Z[l]), A[l] before units are dropped; on A[l] or Z[l]. */
  public int G(int l) {
    return G[l];
  }

  /** Returns the offset of the factors that drop units of layer l, if it does. */
  public int mask(int l) {
    return mask[l];
  }

  /** Returns the offset of the sums of squares of the columns of [dW[l] db[l]], if planned. */
  public int squares(int l) {
    return squares[l];
  }

  /** Returns the offset of the sums of squares of the blocks of W[l], if planned. */
  int weightSquares(int l) {
    return weightSquares[l];
  }

  /** Returns the offset of what the loss reads: A[L], or Z[L] if it is joint. */
  public int yhat() {
    return jointLoss ? Z[layers()] : A[layers()];
  }

  /** Returns the offset of dA[l] and then dZ[l], l >= 1. */
  public int dZ(int l) {
    return dZ + (l - 1) % GRADIENT_BUFFERS * dZStride;
  }

  /** Returns the offset of the targets Y. */
  public int Y() {
    return targets;
  }

  /** Returns the offset of the losses, one per sample of a step. */
  public int losses() {
    return losses;
  }

  private int take(long length) {
    int offset = end;
    long next = aligned(offset + length);
    if (next > ParameterLayout.MAX_LENGTH) {
      throw new IllegalArgumentException(
          "trainer: buffers must be <= %d elements, got at least %d (parameters=%d)"
              .formatted(ParameterLayout.MAX_LENGTH, next, layout.size()));
    }
    end = (int) next;
    return offset;
  }

  private static long aligned(long length) {
    return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }
}
