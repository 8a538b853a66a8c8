package io.github.lanewise.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.github.lanewise.network.Network;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * ONNX Runtime on the CPU: a session for each network and batch, its input and output pinned in
 * direct buffers that are made once.
 */
public final class OnnxRuntime implements PredictionProvider {

  @Override
  public String id() {
    return "onnxruntime";
  }

  @Override
  public PredictionLibrary open(int threads) {
    try {
      return new Library(OrtEnvironment.getEnvironment(), threads);
    } catch (LinkageError e) {
      throw new UnsupportedOperationException("not made for this system: " + e.getMessage(), e);
    }
  }

  private record Library(OrtEnvironment environment, int threads) implements PredictionLibrary {

    @Override
    public String describe() {
      return "ONNX Runtime %s, all optimizations, sequential, intra-op threads: %d"
          .formatted(environment.getVersion(), threads);
    }

    @Override
    public Prediction prediction(Network network, int batch, float[] x) {
      try (SessionOptions options = new SessionOptions()) {
        options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
        options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        float[] unwritten = new float[batch * network.outputs()];
        Arrays.fill(unwritten, Float.NaN);
        return new Session(
            environment.createSession(OnnxModel.of(network, batch), options),
            tensor(batch, network.inputs(), x),
            tensor(batch, network.outputs(), unwritten));
      } catch (OrtException e) {
        throw failed(e);
      }
    }

    private OnnxTensor tensor(int batch, int n, float[] values) throws OrtException {
      FloatBuffer direct =
          ByteBuffer.allocateDirect(Float.BYTES * values.length)
              .order(ByteOrder.nativeOrder())
              .asFloatBuffer();
      direct.put(values).flip();
      return OnnxTensor.createTensor(environment, direct, new long[] {batch, n});
    }
  }

  private static final class Session implements Prediction {

    private final OrtSession session;
    private final OnnxTensor x;
    private final OnnxTensor yhat;
    private final Map<String, OnnxTensor> inputs;
    private final Map<String, OnnxValue> outputs;

    Session(OrtSession session, OnnxTensor x, OnnxTensor yhat) {
      this.session = session;
      this.x = x;
      this.yhat = yhat;
      inputs = Map.of(OnnxModel.INPUT, x);
      outputs = Map.of(OnnxModel.OUTPUT, yhat);
    }

    @Override
    public void run(int times) {
      try {
        for (int i = 0; i < times; i++) {
          session.run(inputs, Set.of(), outputs).close();
        }
      } catch (OrtException e) {
        throw failed(e);
      }
    }

    @Override
    public float[] result() {
      FloatBuffer copy = yhat.getFloatBuffer();
      float[] values = new float[copy.remaining()];
      copy.get(values);
      return values;
    }

    @Override
    public void close() {
      try {
        x.close();
        yhat.close();
        session.close();
      } catch (OrtException e) {
        throw failed(e);
      }
    }
  }

  private static IllegalStateException failed(OrtException cause) {
    return new IllegalStateException("ONNX Runtime: " + cause.getMessage(), cause);
  }
}
