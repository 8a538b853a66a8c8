package io.github.lanewise.network;

import io.github.lanewise.kernels.Activation;
import io.github.lanewise.kernels.internal.BlockSizes;
import io.github.lanewise.kernels.internal.Checks;
import io.github.lanewise.kernels.internal.DenseForward;
import io.github.lanewise.kernels.internal.PackedPanels;
import io.github.lanewise.kernels.internal.PackingBuffers;
import io.github.lanewise.kernels.internal.SamplePanels;
import io.github.lanewise.kernels.internal.Simd;
import io.github.lanewise.network.internal.ExclusiveUse;
import io.github.lanewise.network.internal.KernelPathEvent;
import io.github.lanewise.network.internal.PackedWeights;
import io.github.lanewise.network.internal.ParameterLayout;
import io.github.lanewise.network.internal.WarmUp;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Computes a network's outputs on the caller's thread: {@code yhat = A[L]} of raw samples x. A
 * sample gives the same bits alone and in any batch, and a NaN in one changes no other.
 *
 * <p>Owns its buffers, so one per thread; after construction and warm-up a prediction allocates
 * nothing. One that a {@link LiveNetwork} has made computes each call with the network that is
 * current when the call begins.
 */
public final class Predictor {
  /** Elements, more than a register tile has rows. */
  private static final int ROOM = 256;

  /** Elements of A[l-1] and A[l] that stay in L2 beside weights: 128 KiB. */
  private static final int NEAR = 1 << 15;

  /** Samples that use weights often enough to have them read once more, 10 tiles of them. */
  private static final int ENOUGH = 120;

  /** Columns of whole register tiles. */
  private static final int TILE = 12;

  private final LiveNetwork live;
  private final int maxBatch;
  // Layers write to the two halves in turn: A[l] never overwrites A[l-1], which it is made from.
  private final float[] buffers;
  private final int half;

  /** The least samples of a part of a batch, which goes through all layers before the next. */
  private final int least;

  /** Whether batches go through panels of samples, but for what is left over. */
  private final boolean takesPanels;

  private final PackingBuffers packing;
  private final ExclusiveUse use = new ExclusiveUse();

  Predictor(LiveNetwork live, int maxBatch) {
    if (maxBatch < 1) {
      throw new IllegalArgumentException("predictor: batch must be >= 1, got batch=" + maxBatch);
    }
    this.live = live;
    this.maxBatch = maxBatch;
    ParameterLayout layout = live.network().layout();
    int widest = layout.widest();
    this.takesPanels = PackedWeights.takesPanels(live.network().layers(), layout, maxBatch);
    long half = takesPanels ? SamplePanels.length(widest, maxBatch) : (long) widest * maxBatch;
    long length = 2 * half;
    if (length > ParameterLayout.MAX_LENGTH) {
      throw new IllegalArgumentException(
          "predictor: buffers must be <= %d elements, got %d (widest layer %d, batch=%d)"
              .formatted(ParameterLayout.MAX_LENGTH, length, widest, maxBatch));
    }
    this.buffers = new float[(int) length];
    this.half = (int) half;
    this.least = Math.max(ENOUGH, NEAR / 2 / widest);
    Simd.requireUsable();
    this.packing = new PackingBuffers(BlockSizes.fit(widest, maxBatch, widest));
    if (maxBatch > 1) {
      live.pack(takesPanels);
    }
    KernelPathEvent.tell();
  }

  /** Returns the network that the next call predicts with. */
  public Network network() {
    return live.network();
  }

  /** Returns the largest batch. */
  public int maxBatch() {
    return maxBatch;
  }

  /**
   * Warms up for single samples, for {@link #maxBatch} at a time and, where that takes a way of its
   * own, for a few; ends early where the thread is interrupted.
   *
   * @throws IllegalStateException if another call is under way
   * @see #warmUp(int...)
   */
  public void warmUp() {
    if (takesPanels) {
      warmUp(1, SamplePanels.HEIGHT / 2, maxBatch);
    } else {
      warmUp(1, maxBatch);
    }
  }

  /**
   * Predicts batches of made-up samples, of each of these sizes in turn, until the JIT has compiled
   * what that takes: until calls neither allocate nor get faster, usually for some seconds; after
   * 10, or where the thread is interrupted (it stays so), it ends with the call that is under way.
   * Changes no prediction. It is the JVM that gets warm, so one predictor of a network may do it
   * for all. A batch of another size may end in tiles of its own, which its first calls still have
   * compiled; a service that meets every size warms up for all of them. The first network with a
   * scaler that is published where there was none has its scaler compiled later, too.
   *
   * @throws IllegalArgumentException if a size is not in 1..{@link #maxBatch}
   * @throws IllegalStateException if another call is under way
   */
  public void warmUp(int... batches) {
    int largest = 0;
    for (int batch : Objects.requireNonNull(batches, "batches")) {
      if (batch < 1 || batch > maxBatch) {
        throw new IllegalArgumentException(
            "predictor: batches to warm up for must be in 1..%d, got %d"
                .formatted(maxBatch, batch));
      }
      largest = Math.max(largest, batch);
    }
    WarmUp.run(madeUp(largest), batches);
  }

  /**
   * Predictions of up to so many zeros that end with their arrays, and of some with room behind.
   */
  private IntConsumer madeUp(int largest) {
    Network network = live.network();
    int inputs = network.inputs();
    int outputs = network.outputs();
    float[] x = new float[largest * inputs];
    float[] yhat = new float[largest * outputs];
    float[] roomyX = new float[x.length + ROOM];
    float[] roomyYhat = new float[yhat.length + ROOM];
    return batch -> {
      int unused = largest - batch;
      predict(batch, x, unused * inputs, yhat, unused * outputs);
      predict(batch, roomyX, 0, roomyYhat, 0); // where tiles may reach beyond
      predict(0, x, 0, yhat, 0); // C2 leaves out what has never run
    };
  }

  /**
   * Returns yhat of one sample in a new array.
   *
   * @throws IllegalArgumentException if {@code x} does not have the network's inputs
   * @throws IllegalStateException if another call is under way
   */
  public float[] predict(float... x) {
    Objects.requireNonNull(x, "x");
    Network network = live.network();
    if (x.length != network.inputs()) {
      throw new IllegalArgumentException(
          "predict: expected %d inputs, got %d".formatted(network.inputs(), x.length));
    }
    float[] yhat = new float[network.outputs()];
    predict(network, 1, x, 0, yhat, 0);
    return yhat;
  }

  /**
   * Writes yhat of one sample.
   *
   * @throws IndexOutOfBoundsException if the sample or its outputs do not fit
   */
  public void predict(float[] in, int inOffset, float[] out, int outOffset) {
    predict(1, in, inOffset, out, outOffset);
  }

  /**
   * Writes yhat of {@code batch} samples, one after the other as they were read; 0 does nothing.
   *
   * @param in batch x inputs values
   * @param out batch x outputs values; may be {@code in}, overlapping or not
   * @throws IllegalArgumentException if the batch is negative or larger than {@link #maxBatch}
   * @throws IndexOutOfBoundsException if the samples or their outputs do not fit
   * @throws IllegalStateException if another call is under way
   */
  public void predict(int batch, float[] in, int inOffset, float[] out, int outOffset) {
    if (batch < 0 || batch > maxBatch) {
      throw new IllegalArgumentException(
          "predict: batch must be in 0..%d, got batch=%d".formatted(maxBatch, batch));
    }
    Network network = live.network();
    Checks.vector("predict", "in", in, inOffset, batch * network.inputs());
    Checks.vector("predict", "out", out, outOffset, batch * network.outputs());
    if (batch > 0) {
      predict(network, batch, in, inOffset, out, outOffset);
    }
  }

  private void predict(
      Network network, int batch, float[] in, int inOffset, float[] out, int outOffset) {
    use.enter("predict");
    try {
      long inLength = (long) batch * network.inputs();
      long outLength = (long) batch * network.outputs();
      boolean inPlace = Checks.overlap(in, inOffset, inLength, out, outOffset, outLength);
      PackedWeights packed = batch > 1 ? network.packed() : null;
      int part = partOf(batch);
      int samples;
      for (int done = 0; done < batch; done += samples) {
        // Outputs of one part must not overwrite samples of the next.
        samples = inPlace ? batch : Math.min(part, batch - done);
        int whole = takesPanels && packed != null ? packed.samplesInPanels(samples) : 0;
        boolean inPanels = whole > 0 && (!inPlace || whole == batch);
        if (inPanels) {
          samples = whole;
        }
        int from = inOffset + done * network.inputs();
        int to = outOffset + done * network.outputs();
        scaleAndForward(network, packed, inPanels, samples, in, from, out, to);
      }
    } finally {
      use.exit();
    }
  }

  /** The samples of a part: of equal parts, each of whole tiles or panels, but the last. */
  private int partOf(int batch) {
    int parts = batch / least;
    int unit = takesPanels ? SamplePanels.HEIGHT : TILE;
    return parts <= 1 ? batch : Math.ceilDiv(Math.ceilDiv(batch, parts), unit) * unit;
  }

  private void scaleAndForward(
      Network network,
      @Nullable PackedWeights packed,
      boolean inPanels,
      int batch,
      float[] in,
      int inOffset,
      float[] out,
      int outOffset) {
    Scaler scaler = network.scalerOrNull();
    float[] x = in;
    int xOffset = inOffset;
    if (scaler != null) {
      scaler.apply(batch, in, inOffset, buffers, half);
      x = buffers;
      xOffset = half;
    }
    if (inPanels && packed != null) {
      forwardInPanels(network, packed, batch, x, xOffset, out, outOffset);
      return;
    }
    if (scaler == null && network.layout().layers() == 1) {
      // The only layer reads x while it writes yhat, and they may overlap.
      System.arraycopy(in, inOffset, buffers, half, batch * network.inputs());
      x = buffers;
      xOffset = half;
    }
    forward(network, packed, batch, x, xOffset, out, outOffset);
  }

  /** Computes A[1] to Z[L] with the lanes along the samples, and A[L] from Z[L] in {@code out}. */
  private void forwardInPanels(
      Network network,
      PackedWeights packed,
      int batch,
      float[] x,
      int xOffset,
      float[] out,
      int outOffset) {
    ParameterLayout layout = network.layout();
    int L = layout.layers();
    SamplePanels.pack(batch, layout.n(0), x, xOffset, buffers, 0);
    int A = 0;
    for (int l = 1; l <= L; l++) {
      int Z = l % 2 == 1 ? half : 0;
      packed.panelLayer(l).forward(batch, buffers, A, buffers, Z);
      if (l < L) {
        int length = layout.n(l) * SamplePanels.room(batch);
        activation(network, l).forward(length, 1, buffers, Z, length, buffers, Z, length);
      }
      A = Z;
    }
    int n = layout.n(L);
    SamplePanels.unpack(batch, n, buffers, A, out, outOffset);
    activation(network, L).forward(n, batch, out, outOffset, n, out, outOffset, n);
  }

  private static Activation activation(Network network, int l) {
    return network.layers().get(l - 1).activation();
  }

  /** Computes A[1] to A[L], the last one straight into {@code out}. */
  private void forward(
      Network network,
      @Nullable PackedWeights packed,
      int batch,
      float[] x,
      int xOffset,
      float[] out,
      int outOffset) {
    ParameterLayout layout = network.layout();
    int L = layout.layers();
    float[] A = x;
    int AOffset = xOffset;
    for (int l = 1; l <= L; l++) {
      int n = layout.n(l);
      float[] Z = l < L ? buffers : out;
      int ZOffset = l == L ? outOffset : l % 2 == 1 ? 0 : half;
      PackedPanels W = packed == null ? null : packed.W(l);
      if (W != null) {
        DenseForward.multiply(
            W, batch, network.parameters(), layout.b(l), A, AOffset, Z, ZOffset, packing);
      } else {
        DenseForward.multiply(
            n,
            batch,
            layout.n(l - 1),
            network.parameters(),
            layout.W(l),
            layout.b(l),
            A,
            AOffset,
            Z,
            ZOffset,
            packing);
      }
      activation(network, l).forward(n, batch, Z, ZOffset, n, Z, ZOffset, n);
      A = Z;
      AOffset = ZOffset;
    }
  }
}
