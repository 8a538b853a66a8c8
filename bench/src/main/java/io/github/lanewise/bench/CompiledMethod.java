package io.github.lanewise.bench;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A method as C2 compiled it.
 *
 * @param name simple class name and method
 * @param address where its code starts
 * @param hex its machine code, two digits a byte
 */
record CompiledMethod(String name, long address, String hex) {

  /** As in {@code Compiled method (c2) 6102 707 4 a.package.Type::method (1112 bytes)}. */
  private static final Pattern HEAD =
      Pattern.compile("Compiled method \\((\\w+)\\) +\\d+ +\\d+ ([ %]).* (\\S+)::(\\S+) .*");

  /** As in {@code 0x00007f4fdfefe890: 8984 2400 | c0fe ff55}: bytes in the order of memory. */
  private static final Pattern BYTES = Pattern.compile("0x([0-9a-f]{16}): ([0-9a-f |]+)");

  /**
   * Reads what {@code -XX:CompileCommand=print} wrote, by a JVM without a disassembler. Of each
   * method the last code for calls from the start is taken: not what was entered in mid-loop.
   */
  static Map<String, CompiledMethod> parse(Stream<String> output) {
    Map<String, CompiledMethod> methods = new TreeMap<>();
    Reader reader = new Reader();
    output
        .map(String::strip)
        .forEach(line -> reader.line(line).ifPresent(m -> methods.put(m.name(), m)));
    return methods;
  }

  /** The method whose code is being read. */
  private static final class Reader {

    private final StringBuilder hex = new StringBuilder();
    private String name = "";
    private long address;

    /** Takes the next line; returns a method where one ends. */
    Optional<CompiledMethod> line(String line) {
      Matcher head = HEAD.matcher(line);
      Matcher bytes = BYTES.matcher(line);
      if (head.matches()) {
        boolean wanted = head.group(1).equals("c2") && head.group(2).equals(" ");
        String type = head.group(3);
        name = wanted ? type.substring(type.lastIndexOf('.') + 1) + "." + head.group(4) : "";
        hex.setLength(0);
      } else if (name.isEmpty()) {
        return Optional.empty();
      } else if (bytes.matches()) {
        if (hex.isEmpty()) {
          address = Long.parseUnsignedLong(bytes.group(1), 16);
        }
        hex.append(bytes.group(2).replaceAll("[ |]", ""));
      } else if (line.equals("[/MachCode]")) {
        CompiledMethod method = new CompiledMethod(name, address, hex.toString());
        name = "";
        return Optional.of(method);
      }
      return Optional.empty();
    }
  }
}
