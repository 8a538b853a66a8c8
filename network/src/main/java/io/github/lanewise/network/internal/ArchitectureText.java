package io.github.lanewise.network.internal;

import io.github.lanewise.kernels.Activation;
import io.github.lanewise.network.Layer;
import io.github.lanewise.network.ModelFormatException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The layers of a network in one line of a model file, such as {@code 64 -> 128
 * leaky_relu(slope=0.01) -> 10 softmax}: the inputs, then units and activation of each layer.
 *
 * <p>The parameters of an activation are the components of its record, so a new activation needs
 * nothing here. A float is written as the shortest decimal that reads back to the same bits.
 */
public final class ArchitectureText {
  private static final String ARROW = " -> ";

  private ArchitectureText() {}

  /** Returns the text of layers that chain. */
  public static String format(List<Layer> layers) {
    StringBuilder text = new StringBuilder().append(layers.getFirst().inputs());
    for (Layer layer : layers) {
      text.append(ARROW).append(layer.units()).append(' ').append(format(layer.activation()));
    }
    return text.toString();
  }

  private static String format(Activation activation) {
    RecordComponent[] components = components(activation);
    if (components.length == 0) {
      return activation.id();
    }
    List<String> parameters = new ArrayList<>();
    for (RecordComponent component : components) {
      try {
        parameters.add(component.getName() + "=" + component.getAccessor().invoke(activation));
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("cannot read " + component, e);
      }
    }
    return activation.id() + "(" + String.join(",", parameters) + ")";
  }

  /**
   * Parses what {@link #format} writes, and nothing else.
   *
   * @throws ModelFormatException if the text says something else, or an activation is unknown
   */
  public static List<Layer> parse(String text) throws ModelFormatException {
    String[] parts = text.split(ARROW, SafetensorsHeader.MAX_ENTRIES);
    if (parts.length < 2) {
      throw malformed("needs at least one layer", text);
    }
    List<Layer> layers = new ArrayList<>();
    int inputs = size(parts[0]);
    for (int i = 1; i < parts.length; i++) {
      int space = parts[i].indexOf(' ');
      if (space < 0) {
        throw malformed("layer " + (i - 1) + " must be units and activation", parts[i]);
      }
      int units = size(parts[i].substring(0, space));
      layers.add(new Layer(inputs, units, activation(parts[i].substring(space + 1))));
      inputs = units;
    }
    return layers;
  }

  private static int size(String text) throws ModelFormatException {
    try {
      int size = Integer.parseInt(text);
      if (size > 0 && Integer.toString(size).equals(text)) {
        return size;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw malformed("a size must be an integer of 1 to 2^31 - 1", text);
  }

  private static Activation activation(String text) throws ModelFormatException {
    int open = text.indexOf('(');
    Activation standard = standard(open < 0 ? text : text.substring(0, open));
    RecordComponent[] components = components(standard);
    Object[] parameters = new Object[components.length];
    String[] parts = open < 0 ? new String[0] : parameters(text, open, components.length);
    if (parts.length != parameters.length) {
      throw malformed("activation needs parameters " + names(components), text);
    }
    for (int i = 0; i < parts.length; i++) {
      String start = components[i].getName() + "=";
      if (!parts[i].startsWith(start)) {
        throw malformed("activation needs parameters " + names(components), text);
      }
      parameters[i] = finite(parts[i].substring(start.length()));
    }
    return create(standard, parameters, text);
  }

  private static String[] parameters(String text, int open, int count) throws ModelFormatException {
    if (!text.endsWith(")")) {
      throw malformed("parameters must end with a parenthesis", text);
    }
    return text.substring(open + 1, text.length() - 1).split(",", count + 1);
  }

  private static Activation standard(String id) throws ModelFormatException {
    for (Activation activation : Activation.all()) {
      if (activation.id().equals(id)) {
        return activation;
      }
    }
    List<String> known = Activation.all().stream().map(Activation::id).toList();
    throw malformed("unknown activation, must be one of " + known, id);
  }

  private static Activation create(Activation standard, Object[] parameters, String text)
      throws ModelFormatException {
    Class<?>[] types = new Class<?>[parameters.length];
    Arrays.fill(types, float.class);
    try {
      return standard.getClass().getConstructor(types).newInstance(parameters);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException rejection) {
        throw new ModelFormatException("architecture: " + rejection.getMessage(), e);
      }
      throw new LinkageError("cannot create " + text, e);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("cannot create " + standard.getClass(), e);
    }
  }

  private static float finite(String text) throws ModelFormatException {
    try {
      float value = Float.parseFloat(text);
      if (Float.isFinite(value) && Float.toString(value).equals(text)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw malformed("a parameter must be a finite float in its shortest form", text);
  }

  private static RecordComponent[] components(Activation activation) {
    RecordComponent[] components = activation.getClass().getRecordComponents();
    for (RecordComponent component : components) {
      if (component.getType() != float.class) {
        throw new LinkageError("a parameter of an activation must be a float: " + component);
      }
    }
    return components;
  }

  private static List<String> names(RecordComponent[] components) {
    return Arrays.stream(components).map(RecordComponent::getName).toList();
  }

  private static ModelFormatException malformed(String rule, String text) {
    return new ModelFormatException("architecture: " + rule + ", got " + JsonText.shortened(text));
  }
}
