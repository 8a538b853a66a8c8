package io.github.lanewise.kernels;

import io.github.lanewise.kernels.internal.Checks;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** What all activations share: the list of them and the validation of their arguments. */
final class Activations {

  static final List<Activation> ALL = instances();

  private Activations() {}

  static Activation of(String id) {
    Objects.requireNonNull(id, "id");
    for (Activation activation : ALL) {
      if (activation.id().equals(id)) {
        return activation;
      }
    }
    throw new IllegalArgumentException(
        "activation: id must be one of "
            + ALL.stream().map(Activation::id).collect(Collectors.joining(", "))
            + ", got id="
            + id);
  }

  /** Requires a parameter that is finite and at least 0, so that g keeps the sign of z. */
  static void checkNotNegative(String id, String name, float value) {
    if (!(value >= 0f && value <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(
          id + ": " + name + " must be finite and >= 0, got " + name + "=" + value);
    }
  }

  /** Validates the arguments of {@link Activation#forward}; {@code id} names it in messages. */
  static void checkForward(
      String id,
      int rows,
      int columns,
      float[] z,
      int zOffset,
      int ldz,
      float[] a,
      int aOffset,
      int lda) {
    Checks.size(id, "rows", rows);
    Checks.size(id, "columns", columns);
    Checks.leadingDimension(id, "ldz", ldz, "rows", rows);
    Checks.leadingDimension(id, "lda", lda, "rows", rows);
    Checks.matrix(id, "z", z, zOffset, rows, columns, ldz);
    Checks.matrix(id, "a", a, aOffset, rows, columns, lda);
    Checks.inPlaceOrDisjoint(id, "a", a, aOffset, lda, "z", z, zOffset, ldz, rows, columns);
  }

  /** Validates the arguments of {@link Activation#backward}; {@code id} names it in messages. */
  static void checkBackward(
      String id,
      int rows,
      int columns,
      float[] da,
      int daOffset,
      int ldda,
      float[] saved,
      int savedOffset,
      int ldSaved,
      float[] dz,
      int dzOffset,
      int lddz) {
    Checks.size(id, "rows", rows);
    Checks.size(id, "columns", columns);
    Checks.leadingDimension(id, "ldda", ldda, "rows", rows);
    Checks.leadingDimension(id, "ldSaved", ldSaved, "rows", rows);
    Checks.leadingDimension(id, "lddz", lddz, "rows", rows);
    Checks.matrix(id, "da", da, daOffset, rows, columns, ldda);
    Checks.matrix(id, "saved", saved, savedOffset, rows, columns, ldSaved);
    Checks.matrix(id, "dz", dz, dzOffset, rows, columns, lddz);
    Checks.inPlaceOrDisjoint(id, "dz", dz, dzOffset, lddz, "da", da, daOffset, ldda, rows, columns);
    Checks.disjoint(
        id,
        "dz",
        dz,
        dzOffset,
        Checks.extent(rows, columns, lddz),
        "saved",
        saved,
        savedOffset,
        Checks.extent(rows, columns, ldSaved));
  }

  private static List<Activation> instances() {
    List<Activation> instances = new ArrayList<>();
    for (Class<?> type : Activation.class.getPermittedSubclasses()) {
      try {
        instances.add((Activation) type.getDeclaredConstructor().newInstance());
      } catch (ReflectiveOperationException e) {
        throw new LinkageError(type + " needs a constructor without parameters", e);
      }
    }
    return List.copyOf(instances);
  }
}
