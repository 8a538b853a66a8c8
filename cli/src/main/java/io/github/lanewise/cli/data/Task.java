package io.github.lanewise.cli.data;

/** What a network is trained for. */
public enum Task {
  /** The label is one of a few names. */
  CLASSIFY,
  /** The label is a number. */
  REGRESS
}
