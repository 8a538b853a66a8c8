package io.github.lanewise.kernels.generator;

import com.sun.source.tree.Tree;
import java.util.List;

/** Definitions leave the language that the generator understands; a line of message for each. */
final class DefinitionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DefinitionException(List<String> problems) {
    super(String.join("\n", problems));
  }

  DefinitionException(SourceType type, String method, Tree where, String problem) {
    this(List.of("%s:%d: %s: %s".formatted(type.fileName(), type.line(where), method, problem)));
  }
}
