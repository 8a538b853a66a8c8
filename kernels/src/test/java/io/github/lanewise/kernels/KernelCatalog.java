package io.github.lanewise.kernels;

import static io.github.lanewise.kernels.Kernel.matrix;
import static io.github.lanewise.kernels.Kernel.vector;

import io.github.lanewise.kernels.Kernel.Use;
import java.util.ArrayList;
import java.util.List;

/** All public kernels. {@link KernelCatalogTest} fails where one is missing. */
final class KernelCatalog {

  static final List<Kernel> ALL = all();

  private KernelCatalog() {}

  private static List<Kernel> all() {
    List<Kernel> kernels = new ArrayList<>();
    for (Transpose transA : Transpose.values()) {
      for (Transpose transB : Transpose.values()) {
        kernels.add(gemm(transA, transB));
      }
    }
    kernels.addAll(List.of(forward(), broadcast(), biasAdd(), hadamard(), rowReduce(), argmax()));
    kernels.addAll(List.of(sum(), sumOfSquares(), sumOfProducts()));
    kernels.addAll(List.of(regularize(0f), regularize(0.01f), clip()));
    kernels.addAll(List.of(sgd(), momentum(), nesterov(), adam()));
    for (Activation activation : Activation.all()) {
      kernels.add(forward(activation));
      kernels.add(backward(activation));
    }
    return List.copyOf(kernels);
  }

  private static Kernel gemm(Transpose transA, Transpose transB) {
    boolean aTransposed = transA == Transpose.YES;
    boolean bTransposed = transB == Transpose.YES;
    return new Kernel(
        "Gemm.gemm " + (aTransposed ? "T" : "N") + (bTransposed ? "T" : "N"),
        "gemm",
        List.of(
            matrix("a", Use.READ, aTransposed ? "k" : "m", aTransposed ? "m" : "k"),
            matrix("b", Use.READ, bTransposed ? "n" : "k", bTransposed ? "k" : "n"),
            matrix("c", Use.WRITTEN, "m", "n")),
        call -> {
          int m = call.size("m");
          int n = call.size("n");
          int k = call.size("k");
          float[] a = call.floats("a");
          float[] b = call.floats("b");
          float[] c = call.floats("c");
          int aOffset = call.offset("a");
          int bOffset = call.offset("b");
          int cOffset = call.offset("c");
          int lda = call.ld("a");
          int ldb = call.ld("b");
          int ldc = call.ld("c");
          GemmWorkspace workspace = new GemmWorkspace();
          return () ->
              Gemm.gemm(
                  transA, transB, m, n, k, 0.7f, a, aOffset, lda, b, bOffset, ldb, 1.3f, c, cOffset,
                  ldc, workspace);
        });
  }

  private static Kernel forward() {
    return new Kernel(
        "Gemm.forward",
        "forward",
        List.of(
            matrix("w", Use.READ, "m", "k"),
            matrix("a", Use.READ, "k", "n"),
            vector("bias", Use.READ, "m"),
            matrix("z", Use.WRITTEN, "m", "n")),
        call -> {
          int m = call.size("m");
          int n = call.size("n");
          int k = call.size("k");
          float[] w = call.floats("w");
          float[] a = call.floats("a");
          float[] bias = call.floats("bias");
          float[] z = call.floats("z");
          int wOffset = call.offset("w");
          int aOffset = call.offset("a");
          int biasOffset = call.offset("bias");
          int zOffset = call.offset("z");
          int ldw = call.ld("w");
          int lda = call.ld("a");
          int ldz = call.ld("z");
          GemmWorkspace workspace = new GemmWorkspace();
          return () ->
              Gemm.forward(
                  m,
                  n,
                  k,
                  w,
                  wOffset,
                  ldw,
                  a,
                  aOffset,
                  lda,
                  bias,
                  biasOffset,
                  z,
                  zOffset,
                  ldz,
                  workspace);
        });
  }

  private static Kernel broadcast() {
    return new Kernel(
        "BiasAdd.broadcast",
        "broadcast",
        List.of(vector("bias", Use.READ, "rows"), matrix("z", Use.WRITTEN, "rows", "columns")),
        call -> {
          int rows = call.size("rows");
          int columns = call.size("columns");
          float[] bias = call.floats("bias");
          float[] z = call.floats("z");
          int biasOffset = call.offset("bias");
          int zOffset = call.offset("z");
          int ldz = call.ld("z");
          return () -> BiasAdd.broadcast(rows, columns, bias, biasOffset, z, zOffset, ldz);
        });
  }

  private static Kernel biasAdd() {
    return new Kernel(
        "BiasAdd.add",
        "biasAdd",
        List.of(vector("bias", Use.READ, "rows"), matrix("z", Use.WRITTEN, "rows", "columns")),
        call -> {
          int rows = call.size("rows");
          int columns = call.size("columns");
          float[] bias = call.floats("bias");
          float[] z = call.floats("z");
          int biasOffset = call.offset("bias");
          int zOffset = call.offset("z");
          int ldz = call.ld("z");
          return () -> BiasAdd.add(rows, columns, bias, biasOffset, z, zOffset, ldz);
        });
  }

  private static Kernel hadamard() {
    return new Kernel(
        "Hadamard.multiply",
        "hadamard",
        List.of(
            matrix("x", Use.READ, "rows", "columns"),
            matrix("y", Use.READ, "rows", "columns"),
            matrix("z", Use.WRITTEN, "rows", "columns").orInPlaceOf("x", "y")),
        call -> {
          int rows = call.size("rows");
          int columns = call.size("columns");
          float[] x = call.floats("x");
          float[] y = call.floats("y");
          float[] z = call.floats("z");
          int xOffset = call.offset("x");
          int yOffset = call.offset("y");
          int zOffset = call.offset("z");
          int ldx = call.ld("x");
          int ldy = call.ld("y");
          int ldz = call.ld("z");
          return () ->
              Hadamard.multiply(rows, columns, x, xOffset, ldx, y, yOffset, ldy, z, zOffset, ldz);
        });
  }

  private static Kernel rowReduce() {
    return new Kernel(
        "RowReduce.sum",
        "rowReduce",
        List.of(matrix("z", Use.READ, "rows", "columns"), vector("out", Use.WRITTEN, "rows")),
        call -> {
          int rows = call.size("rows");
          int columns = call.size("columns");
          float[] z = call.floats("z");
          float[] out = call.floats("out");
          int zOffset = call.offset("z");
          int outOffset = call.offset("out");
          int ldz = call.ld("z");
          return () -> RowReduce.sum(rows, columns, 0.7f, z, zOffset, ldz, out, outOffset);
        });
  }

  private static Kernel argmax() {
    return new Kernel(
        "Argmax.columns",
        "argmax",
        List.of(matrix("a", Use.READ, "rows", "columns"), vector("out", Use.WRITTEN, "columns")),
        call -> {
          int rows = call.size("rows");
          int columns = call.size("columns");
          float[] a = call.floats("a");
          int[] out = call.ints("out");
          int aOffset = call.offset("a");
          int outOffset = call.offset("out");
          int lda = call.ld("a");
          return () -> Argmax.columns(rows, columns, a, aOffset, lda, out, outOffset);
        });
  }

  private static Kernel sum() {
    return new Kernel(
        "Sums.sum",
        "sum",
        List.of(vector("x", Use.READ, "length"), vector("result", Use.RETURNED, "")),
        call -> {
          int length = call.size("length");
          float[] x = call.floats("x");
          float[] result = call.floats("result");
          int xOffset = call.offset("x");
          return () -> result[0] = Sums.sum(length, x, xOffset);
        });
  }

  private static Kernel sumOfSquares() {
    return new Kernel(
        "Sums.sumOfSquares",
        "sumOfSquares",
        List.of(vector("x", Use.READ, "length"), vector("result", Use.RETURNED, "")),
        call -> {
          int length = call.size("length");
          float[] x = call.floats("x");
          float[] result = call.floats("result");
          int xOffset = call.offset("x");
          return () -> result[0] = Sums.sumOfSquares(length, x, xOffset);
        });
  }

  private static Kernel sumOfProducts() {
    return new Kernel(
        "Sums.sumOfProducts",
        "sumOfProducts",
        List.of(
            vector("x", Use.READ, "length"),
            vector("y", Use.READ, "length"),
            vector("result", Use.RETURNED, "")),
        call -> {
          int length = call.size("length");
          float[] x = call.floats("x");
          float[] y = call.floats("y");
          float[] result = call.floats("result");
          int xOffset = call.offset("x");
          int yOffset = call.offset("y");
          return () -> result[0] = Sums.sumOfProducts(length, x, xOffset, y, yOffset);
        });
  }

  private static Kernel regularize(float decay) {
    return new Kernel(
        "Update.regularize " + decay,
        "regularize",
        List.of(vector("W", Use.READ, "length"), vector("dW", Use.WRITTEN, "length")),
        call -> {
          int length = call.size("length");
          float[] W = call.floats("W");
          float[] dW = call.floats("dW");
          int WOffset = call.offset("W");
          int dWOffset = call.offset("dW");
          return () -> Update.regularize(length, 0.1f, decay, W, WOffset, dW, dWOffset);
        });
  }

  private static Kernel clip() {
    return new Kernel(
        "Update.clip",
        "clip",
        List.of(vector("dW", Use.WRITTEN, "length")),
        call -> {
          int length = call.size("length");
          float[] dW = call.floats("dW");
          int dWOffset = call.offset("dW");
          return () -> Update.clip(length, 0.7f, 0.5f, dW, dWOffset);
        });
  }

  private static Kernel sgd() {
    return new Kernel(
        "Update.sgd",
        "sgd",
        List.of(vector("dW", Use.READ, "length"), vector("W", Use.WRITTEN, "length")),
        call -> {
          int length = call.size("length");
          float[] dW = call.floats("dW");
          float[] W = call.floats("W");
          int dWOffset = call.offset("dW");
          int WOffset = call.offset("W");
          return () -> Update.sgd(length, 0.01f, 0.1f, dW, dWOffset, W, WOffset);
        });
  }

  private static Kernel momentum() {
    return new Kernel(
        "Update.momentum",
        "momentum",
        List.of(
            vector("dW", Use.READ, "length"),
            vector("velocity", Use.WRITTEN, "length"),
            vector("W", Use.WRITTEN, "length")),
        call -> {
          int length = call.size("length");
          float[] dW = call.floats("dW");
          float[] velocity = call.floats("velocity");
          float[] W = call.floats("W");
          int dWOffset = call.offset("dW");
          int velocityOffset = call.offset("velocity");
          int WOffset = call.offset("W");
          return () ->
              Update.momentum(
                  length, 0.01f, 0.9f, 0.1f, dW, dWOffset, velocity, velocityOffset, W, WOffset);
        });
  }

  private static Kernel nesterov() {
    return new Kernel(
        "Update.nesterov",
        "nesterov",
        List.of(
            vector("dW", Use.READ, "length"),
            vector("velocity", Use.WRITTEN, "length"),
            vector("W", Use.WRITTEN, "length")),
        call -> {
          int length = call.size("length");
          float[] dW = call.floats("dW");
          float[] velocity = call.floats("velocity");
          float[] W = call.floats("W");
          int dWOffset = call.offset("dW");
          int velocityOffset = call.offset("velocity");
          int WOffset = call.offset("W");
          return () ->
              Update.nesterov(
                  length, 0.01f, 0.9f, 0.1f, dW, dWOffset, velocity, velocityOffset, W, WOffset);
        });
  }

  private static Kernel adam() {
    return new Kernel(
        "Update.adam",
        "adam",
        List.of(
            vector("dW", Use.READ, "length"),
            vector("firstMoment", Use.WRITTEN, "length"),
            vector("secondMoment", Use.WRITTEN, "length"),
            vector("W", Use.WRITTEN, "length")),
        call -> {
          int length = call.size("length");
          float[] dW = call.floats("dW");
          float[] first = call.floats("firstMoment");
          float[] second = call.floats("secondMoment");
          float[] W = call.floats("W");
          int dWOffset = call.offset("dW");
          int firstOffset = call.offset("firstMoment");
          int secondOffset = call.offset("secondMoment");
          int WOffset = call.offset("W");
          return () ->
              Update.adam(
                  length,
                  0.01f,
                  0.9f,
                  0.999f,
                  1e-8f,
                  1.5f,
                  0.9999f,
                  0.1f,
                  dW,
                  dWOffset,
                  first,
                  firstOffset,
                  second,
                  secondOffset,
                  W,
                  WOffset);
        });
  }

  private static Kernel forward(Activation activation) {
    return new Kernel(
        "Activation.forward " + activation.id(),
        activation.id(),
        List.of(
            matrix("z", Use.READ, "rows", "columns"),
            matrix("a", Use.WRITTEN, "rows", "columns").orInPlaceOf("z")),
        call -> {
          int rows = call.size("rows");
          int columns = call.size("columns");
          float[] z = call.floats("z");
          float[] a = call.floats("a");
          int zOffset = call.offset("z");
          int aOffset = call.offset("a");
          int ldz = call.ld("z");
          int lda = call.ld("a");
          return () -> activation.forward(rows, columns, z, zOffset, ldz, a, aOffset, lda);
        });
  }

  private static Kernel backward(Activation activation) {
    return new Kernel(
        "Activation.backward " + activation.id(),
        activation.id(),
        List.of(
            matrix("da", Use.READ, "rows", "columns"),
            matrix("saved", Use.READ, "rows", "columns"),
            matrix("dz", Use.WRITTEN, "rows", "columns").orInPlaceOf("da")),
        call -> {
          int rows = call.size("rows");
          int columns = call.size("columns");
          float[] da = call.floats("da");
          float[] saved = call.floats("saved");
          float[] dz = call.floats("dz");
          int daOffset = call.offset("da");
          int savedOffset = call.offset("saved");
          int dzOffset = call.offset("dz");
          int ldda = call.ld("da");
          int ldSaved = call.ld("saved");
          int lddz = call.ld("dz");
          return () ->
              activation.backward(
                  rows,
                  columns,
                  da,
                  daOffset,
                  ldda,
                  saved,
                  savedOffset,
                  ldSaved,
                  dz,
                  dzOffset,
                  lddz);
        });
  }
}
