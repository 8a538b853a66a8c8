package io.github.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build-time generator makes of definitions, and what it refuses. */
class GenerateKernelsTest {

  private static final Path GENERATOR =
      Path.of("src/generator/java/io/github/lanewise/kernels/generator/GenerateKernels.java");

  @TempDir private Path directory;

  private record Result(int exitCode, String errors) {}

  @Test
  void writesReadableLoopsAndRemovesThoseOfDefinitionsThatAreGone()
      throws IOException, InterruptedException {
    Path gone = directory.resolve("out/example/GoneLoops.java");
    Files.createDirectories(gone.getParent());
    Files.writeString(gone, "class GoneLoops {}");
    source(
        "Bent",
        """
        package example;

        final class Bent {
          private static final float KNEE = 2f * Mathematics.HALF;

          @Elementwise
          static float forward(float z, @Uniform float slope) {
            float steep = slope * slope;
            return z < KNEE && !(z == 0f) ? Mathematics.halved(-z) : steep;
          }

          @Elementwise
          static void step(@Uniform float rate, float[] dW, int dWIndex, float[] W, int WIndex) {
            W[WIndex] = Math.fma(rate, dW[dWIndex], W[WIndex]);
          }
        }
        """);
    source(
        "Mathematics",
        """
        package example;

        final class Mathematics {
          static final float HALF = 0x1p-1f;

          static float halved(float x) {
            int bits = Float.floatToRawIntBits(x) - (1 << 23);
            return Math.abs(x) < Float.MIN_NORMAL ? x * HALF : Float.intBitsToFloat(bits);
          }
        }
        """);
    assertThat(generate()).isEqualTo(new Result(0, ""));
    assertThat(gone).doesNotExist();
    assertThat(Files.readString(directory.resolve("out/example/BentLoops.java")))
        .isEqualTo(
            """
            package example;

            import io.github.lanewise.kernels.internal.Lanes;
            import io.github.lanewise.kernels.internal.Simd;
            import jdk.incubator.vector.FloatVector;
            import jdk.incubator.vector.IntVector;
            import jdk.incubator.vector.VectorMask;
            import jdk.incubator.vector.VectorOperators;
            import jdk.incubator.vector.VectorSpecies;

            /**
             * Loops over the elementwise definitions of {@link Bent}:
             * full vectors, then the rest one by one. Generated from Bent.java.
             */
            final class BentLoops {

              private BentLoops() {}

              /** {@code out := Bent.forward(z, slope)} over rows x columns matrices. */
              static void forward(
                  int rows, int columns, float[] z, int zOffset, int ldz, float slope, float[] out,
                  int outOffset, int ldout) {
                if (ldz == rows && ldout == rows) {
                  forward(rows * columns, z, zOffset, slope, out, outOffset);
                  return;
                }
                for (int j = 0; j < columns; j++) {
                  forward(rows, z, zOffset + j * ldz, slope, out, outOffset + j * ldout);
                }
              }

              /** {@code out := Bent.forward(z, slope)} over ranges. */
              static void forward(int length, float[] z, int zOffset, float slope, float[] out, int outOffset) {
                int start = 0;
                if (Simd.vector()) {
                  start = Vectors.forward(length, z, zOffset, slope, out, outOffset);
                }
                for (int i = start; i < length; i++) {
                  out[outOffset + i] = Bent.forward(z[zOffset + i], slope);
                }
              }

              /** {@code Bent.step} over ranges. */
              static void step(int length, float rate, float[] dW, int dWOffset, float[] W, int WOffset) {
                int start = 0;
                if (Simd.vector()) {
                  start = Vectors.step(length, rate, dW, dWOffset, W, WOffset);
                }
                for (int i = start; i < length; i++) {
                  Bent.step(rate, dW, dWOffset + i, W, WOffset + i);
                }
              }

              /** The same operations on vectors, up to the last full one. */
              private static final class Vectors {

                private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
                private static final VectorSpecies<Integer> INTS = Lanes.INTS;
                private static final int LANES = Lanes.LENGTH;

                private Vectors() {}

                static int forward(
                    int length, float[] z, int zOffset, float slope, float[] out, int outOffset) {
                  FloatVector vSlope = FloatVector.broadcast(SPECIES, slope);
                  FloatVector steep = vSlope.mul(vSlope);
                  FloatVector knee = FloatVector.broadcast(SPECIES, 2f * 0x1p-1f);
                  FloatVector zero = FloatVector.broadcast(SPECIES, 0f);
                  IntVector c1_23 = IntVector.broadcast(INTS, 1 << 23);
                  FloatVector minNormal = FloatVector.broadcast(SPECIES, Float.MIN_NORMAL);
                  FloatVector half = FloatVector.broadcast(SPECIES, 0x1p-1f);
                  int end = SPECIES.loopBound(length);
                  for (int i = 0; i < end; i += LANES) {
                    FloatVector vz = FloatVector.fromArray(SPECIES, z, zOffset + i);
                    VectorMask<Float> condition = vz.compare(VectorOperators.LT, knee)
                        .and(vz.compare(VectorOperators.EQ, zero).not());
                    FloatVector x = vz.neg();
                    IntVector bits = x.reinterpretAsInts().sub(c1_23);
                    FloatVector halved = bits.reinterpretAsFloats()
                        .blend(x.mul(half), x.abs().compare(VectorOperators.LT, minNormal));
                    steep.blend(halved, condition).intoArray(out, outOffset + i);
                  }
                  return end;
                }

                static int step(int length, float rate, float[] dW, int dWOffset, float[] W, int WOffset) {
                  FloatVector vRate = FloatVector.broadcast(SPECIES, rate);
                  int end = SPECIES.loopBound(length);
                  for (int i = 0; i < end; i += LANES) {
                    FloatVector vdW = FloatVector.fromArray(SPECIES, dW, dWOffset + i);
                    FloatVector vW = FloatVector.fromArray(SPECIES, W, WOffset + i);
                    vRate.fma(vdW, vW).intoArray(W, WOffset + i);
                  }
                  return end;
                }
              }
            }
            """);
  }

  @Test
  void namesFileLineMethodAndConstructOfEachProblem() throws IOException, InterruptedException {
    source(
        "Bad",
        """
        package example;

        class Bad {
          static int counter;
          static final float DRAWN = Math.random();

          @Elementwise static float branches(float z) { if (z > 0f) { return z; } return 0f; }
          @Elementwise static float loops(float z) { for (;;) { } }
          @Elementwise static float assigns(float z) { z = 1f; return z; }
          @Elementwise static float leavesOut(float z) { float y; return z; }
          @Elementwise static float casts(float z) { int n = (int) z; return z; }
          @Elementwise static float mixes(float z) { return z * 2; }
          @Elementwise static float widens(float z) { return z + 1.0f * 2.0d; }
          @Elementwise static float remainder(float z) { return z % 2f; }
          @Elementwise static float larger(float z) { return Math.max(z, 0f); }
          @Elementwise static float exponential(float z) { return (float) Math.exp(z); }
          @Elementwise static float unknown(float z) { return Other.f(z); }
          @Elementwise static float missing(float z) { return helper(z, z); }
          @Elementwise static float variable(float z) { return z + counter; }
          @Elementwise static float random(float z) { return z + DRAWN; }
          @Elementwise static float recursive(float z) { return recursive(z); }
          @Elementwise static float types(float z) { int n = z; return z; }
          @Elementwise static float shifts(float z) {
            int n = Float.floatToRawIntBits(z);
            return Float.intBitsToFloat(n << n);
          }
          @Elementwise static float conditions(float z) { return z ? 1f : 0f; }
          @Elementwise static float truth(float z) { boolean b = z > 0f; return -b; }
          @Elementwise static float returnsNothing(float z) { float y = z; }
          @Elementwise static float returnsInt(float z) { return Float.floatToRawIntBits(z); }
          @Elementwise static double isDouble(float z) { return z; }
          @Elementwise private static float isPrivate(float z) { return z; }
          @Elementwise float isOfAnInstance(float z) { return z; }
          @Elementwise static float takesInt(int n) { return 1f; }
          @Elementwise static float isConstant(@Uniform float p) { return p; }
          @Elementwise static float twice(float z) { return z; }
          @Elementwise static float twice(float y, float z) { return z; }
          @Elementwise static void noIndex(float[] W) { W[0] = 1f; }
          @Elementwise static void neighbor(float[] W, int i) { W[i] = W[i + 1]; }
          @Elementwise static void readsBack(float[] W, int i, float[] Z, int j) {
            W[i] = 1f;
            Z[j] = W[i];
          }
          @Elementwise static void writesTwice(float[] W, int i) { W[i] = 1f; W[i] = 2f; }
          static class Nested { @Elementwise static float isHidden(float z) { return z; } }
        }
        """);
    Result result = generate();
    assertThat(result.errors)
        .isEqualTo(
            """
            Bad.java:45: isHidden: a definition is a method of a top-level type
            Bad.java:7: branches: only local declarations with a value may stand here, and at the end a function's return or a program's assignments; got "if (z > 0f) { return z; }"
            Bad.java:8: loops: the last statement returns the value
            Bad.java:9: assigns: only local declarations with a value may stand here, and at the end a function's return or a program's assignments; got "z = 1f;"
            Bad.java:10: leavesOut: only local declarations with a value may stand here, and at the end a function's return or a program's assignments; got "float y;"
            Bad.java:11: casts: the only cast is (float) Math.sqrt(...)
            Bad.java:12: mixes: both operands have one type; got float and int
            Bad.java:13: widens: constants are float or int; got "2.0"
            Bad.java:14: remainder: not part of the definition language: "z % 2f"
            Bad.java:15: larger: not part of the definition language: "Math.max(z, 0f)"
            Bad.java:16: exponential: the only cast is (float) Math.sqrt(...)
            Bad.java:17: unknown: Other is not a type of these sources
            Bad.java:18: missing: Bad has no function helper of 2 parameters
            Bad.java:19: variable: counter is neither a local nor a constant of Bad
            Bad.java:5: DRAWN: not part of the definition language: "Math.random()"
            Bad.java:21: recursive: recursive is defined by itself
            Bad.java:22: types: n has the type of its value, float
            Bad.java:25: shifts: the distance of a shift is a constant
            Bad.java:27: conditions: a boolean stands here; got float
            Bad.java:28: truth: a float stands here; got boolean
            Bad.java:29: returnsNothing: the last statement returns the value
            Bad.java:30: returnsInt: returns int
            Bad.java:31: isDouble: a definition returns float or void
            Bad.java:32: isPrivate: a definition is static and not private
            Bad.java:33: isOfAnInstance: a definition is static and not private
            Bad.java:34: takesInt: a parameter of a function is a float
            Bad.java:35: isConstant: nothing varies from element to element
            Bad.java:37: twice: another definition has this name
            Bad.java:38: noIndex: a parameter of a program is a @Uniform float, or a float[] followed by its int index
            Bad.java:39: neighbor: an array is accessed at the index that follows it; got "W[i + 1]"
            Bad.java:42: readsBack: W is read after it was assigned; use a local
            Bad.java:44: writesTwice: W is assigned twice
            """);
    assertThat(result.exitCode).isEqualTo(1);
    assertThat(directory.resolve("out/example")).doesNotExist();
  }

  private void source(String name, String text) throws IOException {
    Path file = directory.resolve("in/example/" + name + ".java");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Result generate() throws IOException, InterruptedException {
    Path errors = directory.resolve("errors");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                GENERATOR.toString(),
                directory.resolve("in").toString(),
                directory.resolve("out").toString())
            .redirectError(errors.toFile())
            .start();
    return new Result(process.waitFor(), Files.readString(errors));
  }
}
