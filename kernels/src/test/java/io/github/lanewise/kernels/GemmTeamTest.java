package io.github.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.kernels.GemmTest.Product;
import io.github.lanewise.kernels.internal.BlockSizes;
import io.github.lanewise.kernels.internal.GemmPartition;
import io.github.lanewise.testing.AllocationMeter;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A team computes the bits of the scalar definition, whatever its size and what else runs. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class GemmTeamTest {

  private static final BlockSizes BLOCKS = BlockSizes.fit(64, 48, 40);
  private static final int[][] SHAPES = {
    {1, 1, 1},
    {0, 5, 3},
    {5, 0, 3},
    {5, 3, 0},
    {1, 37, 5},
    {37, 1, 5},
    {16, 12, 1},
    {17, 13, 9},
    {31, 2, 33},
    {3, 70, 41},
    {64, 24, 16},
    {65, 25, 83},
    {100, 100, 7},
    {129, 47, 50},
    {300, 13, 33}
  };
  private static final float[] ALPHAS = {0f, 1f, 0.7f};
  private static final float[] BETAS = {0f, 1f, 1.3f};

  static Object sink = "";

  /** A workspace that cuts every product, however small, between any rows that far apart. */
  private static GemmWorkspace cutting(WorkerTeam team, int rows) {
    return new GemmWorkspace(team, BLOCKS, new GemmPartition(rows, 2 * rows, 12, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7, 8, 16})
  void equalsTheDefinition(int workers) {
    RandomGenerator random = RandomCases.generator(workers);
    try (WorkerTeam team = new WorkerTeam(workers)) {
      GemmWorkspace workspace = cutting(team, 16);
      GemmWorkspace finely = cutting(team, 3);
      for (int[] shape : SHAPES) {
        for (Transpose transA : Transpose.values()) {
          for (Transpose transB : Transpose.values()) {
            Product product = new Product(transA, transB, shape[0], shape[1], shape[2], random);
            for (float alpha : ALPHAS) {
              for (float beta : BETAS) {
                product.check(alpha, beta, workspace);
                product.check(alpha, beta, finely);
              }
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8})
  void equalsTheDefinitionOnProductsWorthSharing(int workers) {
    RandomGenerator random = RandomCases.generator(31L * workers);
    try (WorkerTeam team = new WorkerTeam(workers)) {
      GemmWorkspace workspace = new GemmWorkspace(team);
      for (int round = 0; round < 40; round++) {
        Transpose transA = random.nextBoolean() ? Transpose.YES : Transpose.NO;
        Transpose transB = random.nextBoolean() ? Transpose.YES : Transpose.NO;
        Product product =
            new Product(
                transA,
                transB,
                1 + random.nextInt(300),
                1 + random.nextInt(300),
                1 + random.nextInt(500),
                random);
        product.check(
            ALPHAS[random.nextInt(ALPHAS.length)], BETAS[random.nextInt(BETAS.length)], workspace);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 16})
  void forwardGivesTheBitsOfOneThread(int workers) {
    RandomGenerator random = RandomCases.generator(7L * workers);
    GemmWorkspace alone = new GemmWorkspace();
    try (WorkerTeam team = new WorkerTeam(workers)) {
      GemmWorkspace workspace = cutting(team, 4);
      for (int[] shape : SHAPES) {
        int m = shape[0];
        int n = shape[1];
        int k = shape[2];
        PoisonedMatrix w = PoisonedMatrix.random(m, k, random);
        PoisonedMatrix a = PoisonedMatrix.random(k, n, random);
        PoisonedMatrix bias = PoisonedMatrix.random(m, 1, random);
        PoisonedMatrix expected = PoisonedMatrix.poison(m, n, random);
        PoisonedMatrix actual = expected.copy();
        PoisonedMatrix packed = expected.copy();
        ForwardProduct.plain(w, a, bias, expected, alone);
        ForwardProduct.plain(w, a, bias, actual, workspace);
        assertThat(actual.sameBits(expected)).as("m=%d n=%d k=%d", m, n, k).isTrue();
        ForwardProduct.packed(w, a, bias, packed, workspace);
        assertThat(packed.sameBits(expected)).as("packed, m=%d n=%d k=%d", m, n, k).isTrue();
      }
    }
  }

  @Test
  void leavesSmallProductsToTheCaller() {
    WorkerTeam team = new WorkerTeam(2);
    GemmWorkspace workspace = new GemmWorkspace(team);
    team.close();
    new Product(Transpose.NO, Transpose.NO, 32, 32, 32, RandomCases.generator(1))
        .check(1f, 0f, workspace);
  }

  @Test
  void refusesAClosedTeamBeforeAnythingIsWritten() {
    WorkerTeam team = new WorkerTeam(2);
    GemmWorkspace workspace = new GemmWorkspace(team);
    team.close();
    float[] square = new float[200 * 200];
    float[] c = new float[200 * 200];
    Arrays.fill(c, 7f);
    assertThatThrownBy(() -> multiply(200, square, c, workspace))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("team: is closed");
    assertThatThrownBy(() ->
            Gemm.forward(
                200, 200, 200, square, 0, 200, square, 0, 200, square, 0, c, 0, 200, workspace))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("team: is closed");
    assertThat(c).containsOnly(7f);
  }

  @Test
  void runsPlainProductsWithinATaskOfTheTeam() {
    try (WorkerTeam team = new WorkerTeam(3)) {
      GemmWorkspace shared = new GemmWorkspace(team);
      float[][] c = new float[3][200 * 200];
      float[] square = square(200, 2);
      team.run(worker -> multiply(200, square, c[worker], new GemmWorkspace()));
      float[] together = new float[200 * 200];
      multiply(200, square, together, shared);
      for (float[] alone : c) {
        assertThat(alone).isEqualTo(together);
      }
      assertThatThrownBy(() ->
              team.run(worker -> {
                if (worker == 0) { // two would be refused for using one workspace
                  multiply(200, square, c[worker], shared);
                }
              }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("team: one task at a time, but ");
    }
  }

  @Test
  void refusesWorkspacesOfNoTeamOrSize() {
    assertThatThrownBy(() -> new GemmWorkspace(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("team");
    try (WorkerTeam team = new WorkerTeam(1)) {
      assertThatThrownBy(() -> new GemmWorkspace(team, 1, -2, 3))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("workspace: n must be >= 0, got n=-2");
    }
  }

  @Test
  void holdsBuffersForEachWorker() {
    try (WorkerTeam team = new WorkerTeam(5)) {
      assertThat(new GemmWorkspace(team).bytes()).isEqualTo(5 * new GemmWorkspace().bytes());
      assertThat(new GemmWorkspace(team, 20, 30, 40).bytes())
          .isEqualTo(5 * new GemmWorkspace(20, 30, 40).bytes());
    }
  }

  @Tag("measures")
  @Test
  void allocatesNothingOnAnyThread() {
    float[] square = square(200, 3);
    float[] c = new float[200 * 200];
    try (WorkerTeam team = new WorkerTeam(3)) {
      GemmWorkspace workspace = new GemmWorkspace(team);
      AllocationMeter meter = AllocationMeter.ofCallerAnd("lanewise-worker-", 2);
      // C2 is done, and nothing is allocated any more, after some hundred products.
      long bytes = Long.MAX_VALUE;
      for (int round = 0; round < 100 && bytes != 0; round++) {
        meter.start();
        for (int call = 0; call < 100; call++) {
          multiply(200, square, c, workspace);
        }
        bytes = meter.bytes();
      }
      assertThat(bytes).isZero();
      WorkerTeam.Task canary = worker -> sink = new Object();
      team.run(canary);
      meter.start();
      team.run(canary);
      assertThat(meter.bytes()).as("the meter sees 16 bytes of each worker").isEqualTo(3 * 16);
    }
  }

  /**
   * With 8 busy threads beside them, the two workers seldom run at once. A team that waits for a
   * worker that has not begun takes 500 times as long as one thread there, one that spins on 2,000
   * times (2 cores); this one about as long.
   */
  @Tag("measures")
  @Test
  void doesNotCollapseWhereOthersKeepTheCoresBusy() {
    int side = 96;
    float[] square = square(side, 4);
    float[] expected = new float[side * side];
    float[] c = new float[side * side];
    GemmWorkspace alone = new GemmWorkspace();
    try (WorkerTeam team = new WorkerTeam(2);
        BusyThreads _ = new BusyThreads(8)) {
      GemmWorkspace workspace = new GemmWorkspace(team);
      long aloneNanos = 0;
      long teamNanos = 0;
      // Long enough for many slices of the scheduler's time, some 3 ms each.
      for (int product = 0; product < 20 || aloneNanos < 400_000_000; product++) {
        long start = System.nanoTime();
        multiply(side, square, expected, alone);
        long between = System.nanoTime();
        multiply(side, square, c, workspace);
        teamNanos += System.nanoTime() - between;
        aloneNanos += between - start;
        assertThat(c).isEqualTo(expected);
        Arrays.fill(c, Float.NaN);
      }
      assertThat((double) teamNanos / aloneNanos).isLessThan(20);
    }
  }

  private static float[] square(int side, long seed) {
    float[] square = new float[side * side];
    RandomGenerator random = RandomCases.generator(seed);
    for (int i = 0; i < square.length; i++) {
      square[i] = random.nextFloat() - 0.5f;
    }
    return square;
  }

  private static void multiply(int side, float[] square, float[] c, GemmWorkspace workspace) {
    Gemm.gemm(
        Transpose.NO,
        Transpose.YES,
        side,
        side,
        side,
        1f,
        square,
        0,
        side,
        square,
        0,
        side,
        0f,
        c,
        0,
        side,
        workspace);
  }
}
