package io.github.lanewise.bench;

import java.util.List;
import java.util.Locale;

/** A table of figures. */
enum Suite {
  GEMM(
      "GFLOP/s",
      "ceiling",
      true,
      """
      GEMM, one thread: C := op(A) op(B), column-major, tightly stored; m x n x k
      A multiply-add counts as two. ceiling: multiply-adds in registers for 2 ms beside each
      measurement, the best 10 us of them.
      """),

  SHAPES(
      "GFLOP/s",
      "ceiling",
      true,
      """
      GEMM, one thread, five shapes of networks and squares; m x n x k, as in the table of gemm
      """),

  SCALING(
      "GFLOP/s",
      "one",
      false,
      """
      GEMM, two threads against one: C := op(A) op(B), column-major, tightly stored; m x n x k
      The three products of each layer at each batch size, and squares.
      """),

  BANDWIDTH(
      "GB/s",
      "copy",
      true,
      """
      Bandwidth, one thread: 16 KiB (L1), 256 KiB (L2) or 256 MiB (MEMORY) moved per call
      Bytes moved: 4 for each float that the definition reads and 4 for each that it writes, once
      per call; what is updated in place counts twice. copy: a System.arraycopy that moves as many
      bytes, half of them read and half written. Matrices have 256 rows. Operands start on cache
      lines, a quarter of a page apart. "vector loop copy" is the copy that a kernel could do at
      best; where arraycopy is faster, it writes past the caches, as no loop in Java can.
      """),

  ACTIVATIONS(
      "Gelem/s",
      "scalar",
      false,
      """
      Activations, one thread, operands in L2, arguments in [-4, 4)
      scalar: the same call in a child JVM with -Dlanewise.simd=off, in turn with this one.
      """);

  private final String unit;
  private final String reference;
  private final boolean percent;
  private final String heading;

  Suite(String unit, String reference, boolean percent, String heading) {
    this.unit = unit;
    this.reference = reference;
    this.percent = percent;
    this.heading = heading;
  }

  List<Case> cases(Effort effort) {
    return switch (this) {
      case GEMM -> GemmCases.of(effort);
      case SCALING -> ScalingCases.of(effort);
      case SHAPES -> GemmCases.fiveShapes(effort);
      case BANDWIDTH -> BandwidthCases.of(effort);
      case ACTIVATIONS -> ActivationCases.of(effort);
    };
  }

  /** The name on command lines. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What is measured, and the heads of the columns. */
  String header(int nameWidth) {
    String head =
        ("%-" + nameWidth + "s  %9s  %9s  %9s  %17s")
            .formatted("", unit, reference, percent ? "% of it" : "ratio", "quartiles");
    return heading + "\n" + head;
  }

  /** One line of the table. */
  String row(int nameWidth, String name, PairedTiming timing) {
    double scale = percent ? 100 : 1;
    String rate = percent ? "%9.1f  %9.1f" : "%9.3f  %9.3f";
    String ratio = percent ? "  %9.1f  %7.1f - %7.1f" : "  %8.2fx  %7.2f - %7.2f";
    return ("%-" + nameWidth + "s  " + rate + ratio)
        .formatted(
            name,
            timing.rateOfA(),
            timing.rateOfB(),
            scale * timing.ratio(),
            scale * timing.lowerQuartile(),
            scale * timing.upperQuartile());
  }
}
