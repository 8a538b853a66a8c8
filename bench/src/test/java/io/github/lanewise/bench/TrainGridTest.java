package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainGridTest {

  private final List<DuelCase> all = TrainGrid.all();

  @Test
  void has50DifferentCases() {
    assertThat(all).hasSize(50);
    assertThat(all.stream().map(DuelCase::name)).doesNotHaveDuplicates();
  }

  @Test
  void trainsEveryNetworkAtEveryBatchWithBothOptimizers() {
    Map<String, Long> sizes =
        all.stream()
            .map(of -> of.row() + " " + of.column())
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    assertThat(sizes).hasSize(5 * 5);
    assertThat(sizes.values()).allMatch(size -> size == 2);
    assertThat(all)
        .startsWith(new DuelCase("784-512-256-10 b1 sgd", "784-512-256-10", "b1"))
        .contains(new DuelCase("32-64-64-2 b128 adam", "32-64-64-2", "b128"))
        .endsWith(new DuelCase("256-1024-1024-256 b512 adam", "256-1024-1024-256", "b512"));
  }

  @Test
  void takesAQuickLookAtSomeOfAllKinds() {
    List<DuelCase> quick = TrainGrid.quick();
    assertThat(all).containsAll(quick);
    assertThat(quick).hasSizeBetween(8, 16);
  }

  @Test
  void readsBackTheNamesOfCases() {
    for (DuelCase of : all) {
      assertThat(TrainProblem.parse(of.name()).toString()).isEqualTo(of.name());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"784-128-10", "784-128-10 b0 sgd", "784-128-10 b8 lbfgs", "784 b8 sgd"})
  void rejectsOtherNames(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> TrainProblem.parse(name));
  }

  @Test
  void countsTheProductsOfAStep() {
    double forward = 2.0 * 32 * (784 * 128 + 128 * 10);
    double data = 2.0 * 32 * (128 * 10);
    assertThat(TrainProblem.parse("784-128-10 b32 sgd").flops()).isEqualTo(2 * forward + data);
    assertThat(TrainProblem.parse("4-3 b1 adam").flops()).isEqualTo(2.0 * 2 * 12);
  }

  @Test
  void drawsTheSameBatchEachTime() {
    TrainProblem problem = TrainProblem.parse("32-64-64-2 b8 sgd");
    assertThat(problem.x()).hasSize(8 * 32).isEqualTo(problem.x());
    assertThat(problem.classes()).hasSize(8).contains(0, 1).isEqualTo(problem.classes());
    assertThat(problem.network().weights(1)).isEqualTo(problem.network().weights(1));
  }
}
