package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GemmGridTest {

  private final List<DuelCase> all = GemmGrid.all();

  @Test
  void has137DifferentCases() {
    assertThat(all).hasSize(137);
    assertThat(all.stream().map(DuelCase::name)).doesNotHaveDuplicates();
  }

  @Test
  void multipliesForwardThenForTheWeightsThenForTheData() {
    assertThat(all)
        .startsWith(
            new DuelCase("NN 512x1x784", "batch 1", "NN"),
            new DuelCase("NT 512x784x1", "batch 1", "NT"),
            new DuelCase("TN 784x1x512", "batch 1", "TN"),
            new DuelCase("NN 256x1x512", "batch 1", "NN"))
        .contains(
            new DuelCase("NN 10x32x256", "batch 32", "NN"),
            new DuelCase("NT 10x64x512", "batch 512", "NT"),
            new DuelCase("TN 1024x8x1024", "batch 8", "TN"));
  }

  @Test
  void hasEveryLayerAtEveryBatchAndEverySquareInEveryTransposition() {
    Map<String, Long> sizes =
        all.stream()
            .map(of -> of.row() + " " + of.column())
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    assertThat(sizes).hasSize(5 * 3 + 4);
    sizes.forEach(
        (of, size) -> assertThat(size).as(of).isEqualTo(of.startsWith("squares") ? 8 : 7));
    assertThat(all.stream().filter(of -> of.row().equals("squares")).map(DuelCase::name))
        .startsWith("NN 16x16x16", "NT 16x16x16", "TN 16x16x16", "TT 16x16x16", "NN 32x32x32")
        .endsWith("TT 2048x2048x2048");
  }

  @Test
  void takesAQuickLookAtSomeOfAllKinds() {
    List<DuelCase> quick = GemmGrid.quick();
    assertThat(all).containsAll(quick);
    assertThat(quick).hasSizeBetween(20, 40);
    assertThat(quick.stream().map(DuelCase::column).distinct()).hasSize(4);
  }

  @Test
  void readsBackTheNamesOfCases() {
    for (DuelCase of : all) {
      assertThat(GemmProblem.parse(of.name()).toString()).isEqualTo(of.name());
    }
    GemmProblem problem = GemmProblem.parse("TN 784x32x512");
    assertThat(problem).isEqualTo(new GemmProblem(Transposes.TN, new Shape(784, 32, 512)));
    assertThat(problem.lda()).isEqualTo(512);
    assertThat(problem.ldb()).isEqualTo(512);
    assertThat(GemmProblem.parse("NT 10x256x32").ldb()).isEqualTo(256);
  }
}
