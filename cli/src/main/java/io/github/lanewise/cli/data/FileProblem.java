package io.github.lanewise.cli.data;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.zip.ZipException;

/** Says in plain words what an {@link IOException} means to the person who named the file. */
public final class FileProblem {
  private FileProblem() {}

  /** The problem alone, without the name of the file. */
  public static String of(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "no such file";
      case AccessDeniedException _ -> "permission denied";
      case DirectoryNotEmptyException _ -> "is a directory";
      case FileSystemException f when f.getReason() != null -> f.getReason();
      case EOFException _ -> "the gzip stream ends early";
      case ZipException z -> "damaged gzip stream (" + z.getMessage() + ")";
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }
}
