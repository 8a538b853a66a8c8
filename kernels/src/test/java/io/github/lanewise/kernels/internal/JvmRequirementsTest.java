package io.github.lanewise.kernels.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JVMs that are not at hand: the others are started by {@code SimdChoiceTest}. */
class JvmRequirementsTest {

  private static final String HOTSPOT = "OpenJDK 64-Bit Server VM";

  private static final Map<String, String> FLAGS =
      Map.of(
          "UseCompiler", "true",
          "TieredCompilation", "true",
          "TieredStopAtLevel", "4",
          "UseJVMCICompiler", "false",
          "UseFMA", "true");

  @Test
  void thisJvmLacksNothing() {
    assertThat(JvmRequirements.missing()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {HOTSPOT, "Java HotSpot(TM) 64-Bit Server VM"})
  void hotSpotLacksNothing(String vmName) {
    assertThat(JvmRequirements.missing(vmName, FLAGS::get)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Eclipse OpenJ9 VM",
        "Substrate VM",
        "Zing 64-Bit Tiered VM",
        "OpenJDK 64-Bit Zero VM",
        "OpenJDK 64-Bit Minimal VM"
      })
  void otherJvmsAreNamed(String vmName) {
    assertThat(JvmRequirements.missing(vmName, FLAGS::get))
        .isEqualTo(
            "the vector kernels need HotSpot's C2 compiler, which %s lacks: run on an OpenJDK build"
                    .formatted(vmName)
                + " with it");
  }

  @Test
  void aJvmWithoutTheFlagsOfHotSpotIsNone() {
    assertThat(JvmRequirements.missing(HOTSPOT, name -> null)).contains("which " + HOTSPOT);
  }

  @ParameterizedTest
  @CsvSource({
    "UseJVMCICompiler, true, -XX:+UseJVMCICompiler",
    "UseCompiler, false, -Xint or -XX:-UseCompiler",
    "TieredStopAtLevel, 3, -XX:TieredStopAtLevel",
    "EnableVectorSupport, false, -XX:-EnableVectorSupport",
    "EnableVectorReboxing, false, -XX:-EnableVectorReboxing",
    "Inline, false, -XX:-Inline",
    "UseFMA, false, -XX:-UseFMA"
  })
  void aFlagInTheWayIsNamed(String name, String value, String remedy) {
    Map<String, String> flags = new HashMap<>(FLAGS);
    flags.put(name, value);
    assertThat(JvmRequirements.missing(HOTSPOT, flags::get)).contains(": remove " + remedy);
  }

  /** As HotSpot leaves the flags of a JVM with {@code -XX:TieredStopAtLevel=0}. */
  @Test
  void levelZeroIsNotMistakenForInterpretation() {
    Map<String, String> flags = new HashMap<>(FLAGS);
    flags.put("TieredStopAtLevel", "0");
    flags.put("TieredCompilation", "false");
    flags.put("UseCompiler", "false");
    assertThat(JvmRequirements.missing(HOTSPOT, flags::get))
        .endsWith(": remove -XX:TieredStopAtLevel");
  }

  @Test
  void aJvmWithoutJvmciLacksNothing() {
    Map<String, String> flags = new HashMap<>(FLAGS);
    flags.remove("UseJVMCICompiler");
    flags.put("TieredCompilation", "false");
    flags.put("TieredStopAtLevel", "1"); // without effect
    assertThat(JvmRequirements.missing(HOTSPOT, flags::get)).isNull();
  }
}
