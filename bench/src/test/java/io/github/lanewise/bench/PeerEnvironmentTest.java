package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeerEnvironmentTest {

  private final Map<String, String> environment =
      new HashMap<>(
          Map.of(
              "PATH", "/bin",
              "OPENBLAS_CORETYPE", "Haswell",
              "OPENBLAS_L2_SIZE", "1024",
              "MKL_NUM_THREADS", "64"));

  @Test
  void setsEveryVariableThatLimitsThreads() {
    new PeerEnvironment(2, false, Map.of()).applyTo(environment);
    assertThat(environment)
        .containsOnly(
            Map.entry("PATH", "/bin"),
            Map.entry("OPENBLAS_NUM_THREADS", "2"),
            Map.entry("GOTO_NUM_THREADS", "2"),
            Map.entry("OMP_NUM_THREADS", "2"),
            Map.entry("MKL_NUM_THREADS", "2"),
            Map.entry("BLIS_NUM_THREADS", "2"),
            Map.entry("OMP_DYNAMIC", "FALSE"),
            Map.entry("MKL_DYNAMIC", "FALSE"));
  }

  @Test
  void keepsThePeersFromAvx512() {
    new PeerEnvironment(1, true, Map.of()).applyTo(environment);
    assertThat(environment)
        .containsEntry("OPENBLAS_CORETYPE", "Haswell")
        .containsEntry("MKL_ENABLE_INSTRUCTIONS", "AVX2")
        .containsEntry("ATEN_CPU_CAPABILITY", "avx2")
        .containsEntry("ONEDNN_MAX_CPU_ISA", "AVX2")
        .containsKey("BLIS_ARCH_TYPE");
  }

  @Test
  void leavesOutWhatPyTorchAndDjlWouldRead() {
    environment.putAll(Map.of("ATEN_CPU_CAPABILITY", "default", "DJL_CACHE_DIR", "/cache"));
    PeerEnvironment peers = new PeerEnvironment(1, false, Map.of());
    assertThat(peers.leftOut(environment)).contains("ATEN_CPU_CAPABILITY", "DJL_CACHE_DIR");
    peers.applyTo(environment);
    assertThat(environment).doesNotContainKeys("ATEN_CPU_CAPABILITY", "DJL_CACHE_DIR");
  }

  @Test
  void bringsBackWhatIsAskedFor() {
    PeerEnvironment asked = new PeerEnvironment(1, true, Map.of("OPENBLAS_CORETYPE", "Zen"));
    assertThat(asked.leftOut(environment)).containsExactly("MKL_NUM_THREADS", "OPENBLAS_L2_SIZE");
    asked.applyTo(environment);
    assertThat(environment)
        .containsEntry("OPENBLAS_CORETYPE", "Zen")
        .doesNotContainKey("OPENBLAS_L2_SIZE");
  }
}
