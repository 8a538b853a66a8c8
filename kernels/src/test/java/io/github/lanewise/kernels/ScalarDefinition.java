package io.github.lanewise.kernels;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Collections;
import java.util.Optional;

/**
 * The scalar definition of an elementwise activation: the static methods {@code forward} and {@code
 * backward} of its record, with the record's components as last arguments.
 */
record ScalarDefinition(
    Activation activation, MethodHandle forwardHandle, MethodHandle backwardHandle) {

  /** The definition of an activation, or empty if it is not computed element by element. */
  static Optional<ScalarDefinition> of(Activation activation) {
    try {
      return Optional.of(
          new ScalarDefinition(
              activation, handle(activation, "forward", 1), handle(activation, "backward", 2)));
    } catch (NoSuchMethodException e) {
      return Optional.empty();
    }
  }

  float forward(float z) {
    try {
      return (float) forwardHandle.invokeExact(z);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  float backward(float da, float saved) {
    try {
      return (float) backwardHandle.invokeExact(da, saved);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public String toString() {
    return activation.toString();
  }

  private static MethodHandle handle(Activation activation, String name, int elements)
      throws NoSuchMethodException {
    RecordComponent[] components = activation.getClass().getRecordComponents();
    int parameters = elements + components.length;
    MethodType type =
        MethodType.methodType(float.class, Collections.nCopies(parameters, float.class));
    try {
      MethodHandle handle = MethodHandles.lookup().findStatic(activation.getClass(), name, type);
      for (RecordComponent component : components) {
        Object value = component.getAccessor().invoke(activation);
        handle = MethodHandles.insertArguments(handle, elements, value);
      }
      return handle;
    } catch (NoSuchMethodException e) {
      throw e;
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(type.toString(), e);
    }
  }
}
