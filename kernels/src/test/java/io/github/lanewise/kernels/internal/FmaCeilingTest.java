package io.github.lanewise.kernels.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FmaCeilingTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5, 1000})
  void runsEveryMultiplyAddThatItCounts(int iterations) {
    float expected = 0;
    for (int chain = 0; chain < 12; chain++) {
      float acc = chain;
      for (int i = 0; i < iterations; i++) {
        acc = Math.fma(acc, 0.75f, 0.25f);
      }
      expected += acc;
    }
    float[] scalar = new float[1];
    FmaCeiling.runScalar(iterations, scalar);
    assertThat(scalar).containsOnly(expected);
    float[] vector = new float[Lanes.LENGTH];
    FmaCeiling.Vectors.run(iterations, vector);
    assertThat(vector).containsOnly(expected);
  }

  @Test
  void findsTheVectorUnitsFasterThanAnyScalarCode() {
    // Scalar code has 2 fused multiply-adds of 2 operations in a cycle of 0.2 ns at best: 20.
    // Where other work keeps the compiler from the cores, its loop comes late: up to 10 s.
    assertThat(
            IntStream.range(0, 50)
                .mapToDouble(attempt -> FmaCeiling.measureGflops(100))
                .anyMatch(gflops -> gflops > 20))
        .isTrue();
  }

  @Test
  void keepsItsLoopOutOfItsCallers() throws IOException {
    byte[] bytes;
    try (InputStream in = FmaCeiling.class.getResourceAsStream("FmaCeiling$Vectors.class")) {
      bytes = in.readAllBytes();
    }
    List<Integer> codeLengths =
        ClassFile.of().parse(bytes).methods().stream()
            .filter(method -> method.methodName().equalsString("run"))
            .map(method -> method.findAttribute(Attributes.code()).orElseThrow().codeLength())
            .toList();
    assertThat(codeLengths)
        .singleElement()
        .satisfies(length -> assertThat(length).isGreaterThan(325));
  }
}
