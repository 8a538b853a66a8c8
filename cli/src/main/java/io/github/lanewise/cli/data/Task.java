package io.github.lanewise.cli.data;

import java.util.Locale;

/** What a network is trained for. */
public enum Task {
  /** The label is one of a few names. */
  CLASSIFY,
  /** The label is a number. */
  REGRESS;

  /** As it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
