package io.github.lanewise.bench;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/** What all benchmarks share: a quick look by default, more with JMH's own options. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public abstract class KernelBenchmark {

  private boolean warm;

  /**
   * Calls the benchmark until it no longer gets faster and nothing is left to compile, for longer
   * where it allocates, before the first iteration: C2 takes more than JMH's own warm-up for some
   * kernels, whose vectors are objects until then. A single shot is left cold.
   */
  @Setup(Level.Iteration) // after all set-ups of the trial, whatever they are called
  public final void warmUp(BenchmarkParams params) throws ReflectiveOperationException {
    if (!warm && params.getMode() != Mode.SingleShotTime) {
      String benchmark = params.getBenchmark();
      Method method = getClass().getMethod(benchmark.substring(benchmark.lastIndexOf('.') + 1));
      MethodHandle call =
          MethodHandles.lookup()
              .unreflect(method)
              .bindTo(this)
              .asType(MethodType.methodType(void.class));
      new TimedSide(1, times -> repeat(call, times), Effort.FULL).prepare();
    }
    warm = true;
  }

  private static void repeat(MethodHandle call, int times) {
    try {
      for (int i = 0; i < times; i++) {
        call.invokeExact();
      }
    } catch (Throwable e) {
      throw new IllegalStateException("benchmark: failed to warm up", e);
    }
  }
}
