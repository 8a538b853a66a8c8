package io.github.lanewise.bench;

import io.github.lanewise.kernels.Gemm;
import io.github.lanewise.kernels.GemmWorkspace;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * Counts what C2 has put into the inner loops of GEMM, as one would read it off the disassembly: a
 * register tile that is too large shows as vectors spilled to the stack, a kernel off "the cliff"
 * (docs/experiments.md) as allocations.
 *
 * <p>A child JVM, with the flags of this one, runs products until nothing is left to compile and
 * prints the machine code of all methods of the package; binutils' objdump decodes it.
 */
public final class MachineCode {

  private static final String USAGE =
      """
      usage: MachineCode [PATTERN]
        PATTERN  regular expression for a part of Class.method, such as 2v12; all without one
      Exit code 1 if a loop spills vectors or allocates, 3 if none can be looked at. Give the JVM -XX:UseAVX=2 to see the code for AVX2.
      """;

  private static final String METHODS = "io.github.lanewise.kernels.internal.*::*";

  private MachineCode() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Locale.setDefault(Locale.ROOT);
    System.exit(run(args, System.out, System.err));
  }

  /**
   * Returns the exit code: 0, 1 if a loop spills vectors or allocates or none was found, 2 for bad
   * usage, 3 where loops cannot be looked at.
   */
  static int run(String[] args, PrintStream out, PrintStream err)
      throws IOException, InterruptedException {
    Pattern wanted;
    try {
      wanted = Pattern.compile(args.length == 0 ? "" : args[0]);
    } catch (PatternSyntaxException e) {
      err.println("machine code: " + e.getMessage());
      err.print(USAGE);
      return 2;
    }
    if (args.length > 1) {
      err.println("machine code: expected one pattern, got " + args.length);
      err.print(USAGE);
      return 2;
    }
    if (!System.getProperty("os.arch").equals("amd64") || !objdumpIsThere()) {
      out.println("machine code: skipped, it takes an x86-64 and objdump of binutils on the PATH");
      return 3;
    }
    out.print(MachineSheet.describe());
    out.println();
    out.printf(
        "%-34s %6s %7s %5s %6s %7s %7s %7s %7s%n",
        "inner loop",
        "bytes",
        "instr.",
        "FMAs",
        "loads",
        "broadc.",
        "v.spill",
        "s.spill",
        "allocs");
    int loops = 0;
    int spilling = 0;
    int allocating = 0;
    for (CompiledMethod method : compile().values()) {
      Optional<InnerLoop> found =
          wanted.matcher(method.name()).find()
              ? InnerLoop.of(disassemble(method))
              : Optional.empty();
      if (found.isPresent()) {
        InnerLoop loop = found.get();
        loops++;
        spilling += loop.vectorSpills() > 0 ? 1 : 0;
        allocating += loop.allocations() > 0 ? 1 : 0;
        out.printf(
            "%-34s %6d %7d %5d %6d %7d %7d %7d %7d%n",
            method.name(),
            loop.bytes(),
            loop.instructions(),
            loop.fmas(),
            loop.loads(),
            loop.broadcasts(),
            loop.vectorSpills(),
            loop.scalarSpills(),
            loop.allocations());
      }
    }
    out.println();
    out.printf("%d of %d loops spill vectors, %d allocate%n", spilling, loops, allocating);
    return spilling + allocating > 0 || loops == 0 ? 1 : 0;
  }

  private static Map<String, CompiledMethod> compile() throws IOException, InterruptedException {
    List<String> flags =
        List.of(
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:CompileCommand=quiet",
            "-XX:CompileCommand=print," + METHODS);
    Path file = Files.createTempFile("machine-code", ".txt");
    try {
      List<String> command = JvmCommand.of(flag -> true, flags, Products.class, List.of());
      execute(command, file);
      try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
        return CompiledMethod.parse(lines);
      }
    } finally {
      Files.delete(file);
    }
  }

  private static List<String> disassemble(CompiledMethod method)
      throws IOException, InterruptedException {
    Path code = Files.createTempFile("machine-code", ".bin");
    Path text = Files.createTempFile("machine-code", ".txt");
    try {
      Files.write(code, HexFormat.of().parseHex(method.hex()));
      execute(
          List.of(
              "objdump",
              "-D",
              "--target=binary",
              "--architecture=i386:x86-64",
              "--disassembler-options=intel",
              "--no-show-raw-insn",
              "--adjust-vma=0x" + Long.toHexString(method.address()),
              code.toString()),
          text);
      return Files.readAllLines(text);
    } finally {
      Files.delete(code);
      Files.delete(text);
    }
  }

  private static void execute(List<String> command, Path output)
      throws IOException, InterruptedException {
    int exitCode =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
    if (exitCode != 0) {
      throw new IOException("machine code: exit code " + exitCode + " of " + command);
    }
  }

  private static boolean objdumpIsThere() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "objdump")));
  }

  /**
   * The child: products of all sizes of tiles and those past them, until nothing is left to
   * compile.
   */
  static final class Products {

    private static final int DEPTH = 64;
    private static final int[] ROWS = {5, 16, 21, 32, 48, 64, 80, 128};
    private static final int COLUMNS = 25;
    private static final int CALLS = 20;

    // Past the tiles: A larger than the caches times one column, and k = 1 with tall columns, which
    // has other loops than with the rows above.
    private static final Shape ONE_LARGE_COLUMN = new Shape(1024, 1, 1024);
    private static final Shape TALL_RANK_ONE = new Shape(1024, COLUMNS, 1);

    // C2 begins after 5,000 calls, or 600 with long loops.
    private static final int ROUNDS = 40;

    private Products() {}

    public static void main(String[] args) {
      List<Runnable> products = products();
      CompilationMXBean compilation = ManagementFactory.getCompilationMXBean();
      boolean compiled = true;
      for (int round = 0; round < ROUNDS || compiled; round++) {
        long before = compilation.getTotalCompilationTime();
        for (Runnable product : products) {
          for (int call = 0; call < CALLS; call++) {
            product.run();
          }
        }
        compiled = compilation.getTotalCompilationTime() != before || Jvm.THIS.isCompiling();
      }
    }

    private static List<Runnable> products() {
      List<Runnable> products = new ArrayList<>();
      for (Shape shape : shapes()) {
        for (Transposes transposes : Transposes.values()) {
          GemmProblem problem = new GemmProblem(transposes, shape);
          products.add(product(problem, 0f));
          products.add(product(problem, 1f));
        }
        products.add(forward(shape.m(), shape.n(), shape.k()));
      }
      return products;
    }

    private static Runnable forward(int m, int n, int k) {
      float[] w = new float[m * k];
      float[] a = new float[k * n];
      float[] bias = new float[m];
      float[] z = new float[m * n];
      GemmWorkspace workspace = new GemmWorkspace(m, n, k);
      return () -> Gemm.forward(m, n, k, w, 0, m, a, 0, k, bias, 0, z, 0, m, workspace);
    }

    private static List<Shape> shapes() {
      List<Shape> shapes = new ArrayList<>();
      for (int m : ROWS) {
        for (int n = 1; n <= COLUMNS; n++) {
          shapes.add(new Shape(m, n, DEPTH));
        }
        shapes.add(new Shape(m, COLUMNS, 1));
      }
      shapes.add(ONE_LARGE_COLUMN);
      shapes.add(TALL_RANK_ONE);
      return shapes;
    }

    private static Runnable product(GemmProblem problem, float beta) {
      Transposes op = problem.transposes();
      int m = problem.m();
      int n = problem.n();
      int k = problem.k();
      float[] a = problem.randomA();
      int lda = problem.lda();
      float[] b = problem.randomB();
      int ldb = problem.ldb();
      float[] c = new float[m * n];
      GemmWorkspace workspace = new GemmWorkspace(m, n, k);
      return () ->
          Gemm.gemm(op.a(), op.b(), m, n, k, 1f, a, 0, lda, b, 0, ldb, beta, c, 0, m, workspace);
    }
  }
}
