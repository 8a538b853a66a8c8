package io.github.lanewise.bench;

import java.util.List;
import java.util.Map;

/**
 * The environment of a child JVM, from which native libraries take their settings. What the user's
 * own environment says to them is left out, because a library held back by it would be compared
 * with; {@code asked} brings back what is meant.
 *
 * @param avx2 whether the libraries must not use AVX-512
 * @param asked variables that the user names for them
 */
record PeerEnvironment(int threads, boolean avx2, Map<String, String> asked) {

  private static final List<String> PREFIXES =
      List.of(
          "OPENBLAS_",
          "GOTO_",
          "OMP_",
          "GOMP_",
          "KMP_",
          "MKL_",
          "BLIS_",
          "ATEN_",
          "TORCH_",
          "PYTORCH_",
          "ONEDNN_",
          "DNNL_",
          "DJL_");

  private static final List<String> THREADS =
      List.of(
          "OPENBLAS_NUM_THREADS",
          "GOTO_NUM_THREADS",
          "OMP_NUM_THREADS",
          "MKL_NUM_THREADS",
          "BLIS_NUM_THREADS");

  private static final Map<String, String> AVX2 =
      Map.of(
          "OPENBLAS_CORETYPE", "Haswell",
          "MKL_ENABLE_INSTRUCTIONS", "AVX2",
          "ATEN_CPU_CAPABILITY", "avx2",
          "ONEDNN_MAX_CPU_ISA", "AVX2",
          "BLIS_ARCH_TYPE", "3"); // haswell, which has no name there up to BLIS 0.9

  /** Copies {@link #asked}. */
  PeerEnvironment {
    asked = Map.copyOf(asked);
  }

  /** The variables of an environment that {@link #applyTo} takes out for good. */
  List<String> leftOut(Map<String, String> environment) {
    return environment.keySet().stream()
        .filter(PeerEnvironment::isSetting)
        .filter(name -> !asked.containsKey(name))
        .sorted()
        .toList();
  }

  void applyTo(Map<String, String> environment) {
    environment.keySet().removeIf(PeerEnvironment::isSetting);
    for (String name : THREADS) {
      environment.put(name, Integer.toString(threads));
    }
    // Otherwise these two may run on fewer threads than they are told to.
    environment.put("OMP_DYNAMIC", "FALSE");
    environment.put("MKL_DYNAMIC", "FALSE");
    if (avx2) {
      environment.putAll(AVX2);
    }
    environment.putAll(asked);
  }

  private static boolean isSetting(String name) {
    return PREFIXES.stream().anyMatch(name::startsWith);
  }
}
