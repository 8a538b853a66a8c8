package io.github.lanewise.kernels.generator;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The top-level types of a source tree, parsed but not attributed. */
final class SourceIndex {

  private final List<SourceType> types;

  private SourceIndex(List<SourceType> types) {
    this.types = List.copyOf(types);
  }

  List<SourceType> types() {
    return types;
  }

  Optional<SourceType> type(String simpleName) {
    return types.stream().filter(type -> type.name().equals(simpleName)).findFirst();
  }

  static SourceIndex parse(Path sourceDirectory) throws IOException {
    List<Path> files;
    try (Stream<Path> paths = Files.walk(sourceDirectory)) {
      files = paths.filter(path -> path.toString().endsWith(".java")).sorted().toList();
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    List<SourceType> types = new ArrayList<>();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(diagnostics, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  diagnostics,
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(files));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        String source = unit.getSourceFile().getCharContent(true).toString();
        for (Tree declaration : unit.getTypeDecls()) {
          if (declaration instanceof ClassTree type) {
            types.add(new SourceType(type, unit, positions, source));
          }
        }
      }
    }
    for (Diagnostic<? extends JavaFileObject> diagnostic : diagnostics.getDiagnostics()) {
      if (diagnostic.getKind() == Diagnostic.Kind.ERROR) {
        throw new DefinitionException(List.of(diagnostic.toString()));
      }
    }
    return new SourceIndex(types);
  }
}
