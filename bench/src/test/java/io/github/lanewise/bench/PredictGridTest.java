package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.lanewise.kernels.Sigmoid;
import io.github.lanewise.kernels.Softmax;
import io.github.lanewise.network.Network;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Param;

class PredictGridTest {

  private final List<DuelCase> all = PredictGrid.all();

  @Test
  void has35DifferentCases() {
    assertThat(all).hasSize(35);
    assertThat(all.stream().map(DuelCase::name)).doesNotHaveDuplicates();
  }

  @Test
  void predictsWithEveryNetworkAtEveryBatch() {
    assertThat(all)
        .startsWith(
            new DuelCase("784-512-256-10 b1", "784-512-256-10", "b1"),
            new DuelCase("784-512-256-10 b8", "784-512-256-10", "b8"))
        .endsWith(new DuelCase("16-32-16-1 b512", "16-32-16-1", "b512"));
    assertThat(all.stream().map(DuelCase::row).distinct()).hasSize(7);
    assertThat(all.stream().map(DuelCase::column).distinct())
        .containsExactly("b1", "b8", "b32", "b128", "b512");
  }

  @Test
  void takesAQuickLookAtSome() {
    assertThat(all).containsAll(PredictGrid.quick());
    assertThat(PredictGrid.quick()).hasSizeBetween(4, 8);
  }

  @Test
  void isTheGridOfTheBenchmark() throws NoSuchFieldException {
    assertThat(parameters("network")).containsExactlyElementsOf(PredictGrid.NETWORKS);
    assertThat(parameters("batch"))
        .containsExactlyElementsOf(PredictGrid.BATCHES.stream().map(String::valueOf).toList());
  }

  private static List<String> parameters(String field) throws NoSuchFieldException {
    return List.of(
        PredictBenchmark.class.getDeclaredField(field).getAnnotation(Param.class).value());
  }

  @Test
  void readsBackTheNamesOfCases() {
    for (DuelCase of : all) {
      assertThat(PredictProblem.parse(of.name()).toString()).isEqualTo(of.name());
    }
    for (String text : List.of("784-128-10", "784-128-10 b0", "784 b1", "784-128-10 bx")) {
      assertThatIllegalArgumentException().isThrownBy(() -> PredictProblem.parse(text));
    }
  }

  @Test
  void countsTheProductsOfABatch() {
    assertThat(PredictProblem.parse("784-128-10 b8").flops())
        .isEqualTo(2.0 * 8 * (784 * 128 + 128 * 10));
  }

  @Test
  void endsInSoftmaxUnlessThereIsOneOutput() {
    Network ten = PredictProblem.parse("784-128-10 b1").network();
    Network one = PredictProblem.parse("16-32-16-1 b1").network();
    assertThat(ten.layers().getLast().activation()).isEqualTo(new Softmax());
    assertThat(one.layers().getLast().activation()).isEqualTo(new Sigmoid());
    assertThat(ten.biases(0)).doesNotContain(0f);
  }

  @Test
  void tellsOutputsApartThatDifferByMoreThanTheTolerance() {
    PredictProblem problem = PredictProblem.parse("2-2 b2");
    float[] ours = {0.25f, 0.75f, 0.5f, 0.5f};
    assertThat(problem.violation(ours, ours)).isEmpty();
    assertThat(problem.violation(ours, changed(ours, 3, 0.500009f))).isEmpty();
    assertThat(problem.violation(ours, changed(ours, 3, 0.50002f)))
        .contains("yhat[1, 1] is 0.5 in Lanewise and 0.50002 in the peer, more than 1e-05 apart");
    assertThat(problem.violation(ours, changed(ours, 0, Float.NaN)))
        .hasValueSatisfying(violation -> assertThat(violation).startsWith("yhat[0, 0] is 0.25"));
  }

  private static float[] changed(float[] values, int index, float value) {
    float[] changed = Arrays.copyOf(values, values.length);
    changed[index] = value;
    return changed;
  }
}
