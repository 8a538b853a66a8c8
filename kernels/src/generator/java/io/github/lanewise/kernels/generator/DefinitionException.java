package io.github.lanewise.kernels.generator;

import com.sun.source.tree.Tree;

/** A definition leaves the language that the generator understands. */
final class DefinitionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DefinitionException(SourceType type, String method, Tree where, String problem) {
    super("%s:%d: %s: %s".formatted(type.fileName(), type.line(where), method, problem));
  }
}
