package io.github.lanewise.kernels.generator;

/**
 * What an expression of a definition became in the vector loop.
 *
 * @param code Java code: of a vector or mask, or of a scalar constant if {@code constant}
 * @param kind its type
 * @param constant whether {@code code} is a scalar constant, not yet a vector
 * @param uniform whether the value is the same for all elements
 * @param name a name for a local that would hold it, or empty
 */
record Value(String code, Kind kind, boolean constant, boolean uniform, String name) {

  /** The types of the definition language and the vector types that stand for them. */
  enum Kind {
    FLOAT("float", "FloatVector", "SPECIES"),
    INT("int", "IntVector", "INTS"),
    FLOAT_MASK("boolean", "VectorMask<Float>", "SPECIES"),
    INT_MASK("boolean", "VectorMask<Integer>", "INTS");

    final String scalarType;
    final String vectorType;
    final String species;

    Kind(String scalarType, String vectorType, String species) {
      this.scalarType = scalarType;
      this.vectorType = vectorType;
      this.species = species;
    }

    boolean isMask() {
      return this == FLOAT_MASK || this == INT_MASK;
    }

    /** The type of the mask that compares values of this type. */
    Kind mask() {
      return this == FLOAT ? FLOAT_MASK : INT_MASK;
    }
  }

  static Value constant(String code, Kind kind, String name) {
    return new Value(code, kind, true, true, name);
  }

  static Value vector(String code, Kind kind, boolean uniform) {
    return new Value(code, kind, false, uniform, "");
  }

  /** Whether the code is a name, which may be repeated at no cost. */
  boolean isName() {
    return code.chars().allMatch(Character::isJavaIdentifierPart);
  }
}
