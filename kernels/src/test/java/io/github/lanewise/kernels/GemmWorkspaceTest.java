package io.github.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One product at a time in a workspace: a second one is told, and harms nothing. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class GemmWorkspaceTest {

  private static final String RULE =
      ": one call at a time, and another one is under way in this workspace, on another thread:"
          + " make one workspace per thread";

  /** A routine that takes a workspace, its name, and its call for a square matrix. */
  record Routine(String name, Call call) {
    @Override
    public String toString() {
      return name;
    }
  }

  private interface Call {
    void in(GemmWorkspace workspace, int side, float[] a, float[] c);
  }

  static List<Routine> routines() {
    Transpose no = Transpose.NO;
    return List.of(
        new Routine(
            "gemm",
            (workspace, n, a, c) ->
                Gemm.gemm(no, no, n, n, n, 1f, a, 0, n, a, 0, n, 0f, c, 0, n, workspace)),
        new Routine(
            "forward",
            (workspace, n, a, c) ->
                Gemm.forward(n, n, n, a, 0, n, a, 0, n, a, 0, c, 0, n, workspace)),
        new Routine(
            "gemm",
            (workspace, n, a, c) ->
                PackedMatrix.of(no, n, n, a, 0, n).gemm(no, n, a, 0, n, 0f, c, 0, n, workspace)),
        new Routine(
            "forward",
            (workspace, n, a, c) ->
                PackedMatrix.of(no, n, n, a, 0, n).forward(n, a, 0, n, a, 0, c, 0, n, workspace)));
  }

  @ParameterizedTest
  @MethodSource("routines")
  void refusesAProductWhileAnotherRuns(Routine routine) throws Exception {
    int side = 700;
    float[] a = numbers(side * side);
    float[] expected = new float[side * side];
    routine.call.in(new GemmWorkspace(), side, a, expected);
    GemmWorkspace workspace = new GemmWorkspace();
    float[] small = {5f};
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      List<String> refusals = new ArrayList<>();
      while (refusals.isEmpty()) {
        float[] large = new float[side * side];
        Future<?> product = other.submit(() -> routine.call.in(workspace, side, a, large));
        while (!product.isDone() && refusals.isEmpty()) {
          small[0] = 5f;
          try {
            routine.call.in(workspace, 1, new float[] {2f}, small);
          } catch (IllegalStateException told) {
            refusals.add(Objects.requireNonNull(told.getMessage()));
          }
        }
        try {
          product.get();
          assertThat(large).isEqualTo(expected);
        } catch (ExecutionException refused) {
          // The small product was there first.
          assertThat(refused.getCause()).hasMessage(routine.name + RULE);
        }
      }
      assertThat(refusals).containsExactly(routine.name + RULE);
      assertThat(small[0]).isEqualTo(5f);
    }
    routine.call.in(workspace, 1, new float[] {2f}, small);
    assertThat(small[0]).isIn(4f, 6f);
  }

  /** Of two threads that go on using one workspace, one is told, and no product is wrong. */
  @Test
  void sharedUseIsNoticed() {
    int side = 40;
    Routine gemm = routines().getFirst();
    float[] a = numbers(side * side);
    float[] expected = new float[side * side];
    gemm.call.in(new GemmWorkspace(), side, a, expected);
    AtomicInteger told = new AtomicInteger();
    try (WorkerTeam team = new WorkerTeam(2)) {
      GemmWorkspace workspace = new GemmWorkspace(team);
      while (told.get() == 0) {
        team.run(worker -> {
          float[] c = new float[side * side];
          for (int product = 0; product < 1_000; product++) {
            try {
              gemm.call.in(workspace, side, a, c);
              assertThat(Arrays.equals(c, expected)).isTrue();
            } catch (IllegalStateException shared) {
              assertThat(shared).hasMessage("gemm" + RULE);
              told.incrementAndGet();
            }
          }
        });
      }
    }
    assertThat(told).hasPositiveValue();
  }

  @Test
  void isFreeAgainAfterAFailure() {
    int side = 300;
    float[] a = numbers(side * side);
    float[] c = new float[side * side];
    WorkerTeam team = new WorkerTeam(2);
    GemmWorkspace workspace = new GemmWorkspace(team);
    team.close();
    for (Routine routine : routines()) {
      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatIllegalStateException()
            .isThrownBy(() -> routine.call.in(workspace, side, a, c))
            .withMessage("team: is closed");
      }
      routine.call.in(workspace, 1, a, c); // too small for the team
    }
  }

  @Test
  void namesNull() {
    for (Routine routine : routines()) {
      assertThatExceptionOfType(NullPointerException.class)
          .isThrownBy(() -> routine.call.in(null, 1, new float[1], new float[1]))
          .withMessage("workspace");
    }
  }

  private static float[] numbers(int length) {
    float[] numbers = new float[length];
    for (int i = 0; i < length; i++) {
      numbers[i] = (i * 31 % 71 - 35) / 7f;
    }
    return numbers;
  }
}
