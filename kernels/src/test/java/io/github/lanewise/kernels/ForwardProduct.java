package io.github.lanewise.kernels;

/** The ways to a layer's {@code Z := W A + bias}, on the matrices of tests. */
final class ForwardProduct {

  private ForwardProduct() {}

  static void plain(
      PoisonedMatrix w,
      PoisonedMatrix a,
      PoisonedMatrix bias,
      PoisonedMatrix z,
      GemmWorkspace workspace) {
    Gemm.forward(
        w.rows,
        a.columns,
        w.columns,
        w.array,
        w.offset,
        w.ld,
        a.array,
        a.offset,
        a.ld,
        bias.array,
        bias.offset,
        z.array,
        z.offset,
        z.ld,
        workspace);
  }

  static void packed(
      PoisonedMatrix w,
      PoisonedMatrix a,
      PoisonedMatrix bias,
      PoisonedMatrix z,
      GemmWorkspace workspace) {
    PackedMatrix.of(Transpose.NO, w.rows, w.columns, w.array, w.offset, w.ld)
        .forward(
            a.columns,
            a.array,
            a.offset,
            a.ld,
            bias.array,
            bias.offset,
            z.array,
            z.offset,
            z.ld,
            workspace);
  }
}
