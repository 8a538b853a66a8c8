package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoundingBoundTest {

  private static final Shape SHAPE = new Shape(9, 5, 300);

  private final GemmLibrary lanewise = LanewiseGemm.PROVIDER.open(1);
  private final GemmLibrary inDouble = new FakePeers.Right().open(1);

  @ParameterizedTest
  @EnumSource
  void acceptsTheSameProductInAnotherOrder(Transposes transposes) {
    assertThat(violation(transposes, product(inDouble, transposes))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void seesASingleWrongElement(Transposes transposes) {
    float[] wrong = product(inDouble, transposes);
    wrong[3 + 2 * SHAPE.m()] += 0.02f; // of about 6, the sum of 300 products in [-1, 1]
    assertThat(violation(transposes, wrong).orElseThrow())
        .startsWith("C[3, 2] is ")
        .contains(" in Lanewise and ")
        .endsWith("e-03");
  }

  @Test
  void seesAnElementThatWasNeverWritten() {
    float[] wrong = product(inDouble, Transposes.NN);
    wrong[0] = Float.NaN;
    assertThat(violation(Transposes.NN, wrong)).isPresent();
  }

  private static float[] product(GemmLibrary library, Transposes transposes) {
    GemmProblem problem = new GemmProblem(transposes, SHAPE);
    try (GemmProduct product = library.product(problem, problem.randomA(), problem.randomB())) {
      product.run(1);
      return product.result();
    }
  }

  private Optional<String> violation(Transposes transposes, float[] theirs) {
    GemmProblem problem = new GemmProblem(transposes, SHAPE);
    return new RoundingBound(problem, problem.randomA(), problem.randomB())
        .violation(product(lanewise, transposes), theirs);
  }
}
