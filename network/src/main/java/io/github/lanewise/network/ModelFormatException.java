package io.github.lanewise.network;

import java.io.IOException;

/**
 * Thrown when a file is not a model that this version can read: damaged, cut short, of another kind
 * or of a newer version. The message names the file and the fact.
 */
public final class ModelFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what was found and what is expected
   */
  public ModelFormatException(String message) {
    super(message);
  }

  /**
   * Creates the exception.
   *
   * @param message what was found and what is expected
   * @param cause what was thrown first
   */
  public ModelFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
