package io.github.lanewise.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in the innermost loop of packed fused multiply-adds of a method: of several, such as
 * C2 makes of one loop, in that with the most of them.
 *
 * @param bytes from its first instruction to its jump back, in bytes
 * @param fmas packed fused multiply-adds
 * @param loads whole vectors read from arrays
 * @param broadcasts elements read from arrays into all lanes
 * @param vectorSpills vectors written to the stack or read from it
 * @param scalarSpills indices and addresses moved between registers and the stack or vector
 *     registers
 * @param allocations objects made: boxes of vectors that C2 has not got rid of
 */
record InnerLoop(
    int bytes,
    int instructions,
    int fmas,
    int loads,
    int broadcasts,
    int vectorSpills,
    int scalarSpills,
    int allocations) {

  /** A line of objdump: address, operation, operands. */
  private static final Pattern LINE =
      Pattern.compile("\\s*([0-9a-f]+):\\s+(\\w+)(?:\\s+(.*?))?\\s*");

  private static final Pattern JUMP_TARGET = Pattern.compile("0x([0-9a-f]+).*");
  private static final Pattern FMA = Pattern.compile("vfn?m(add|sub)\\d+ps");

  /** Moves the end of what the thread, at r15, has used of its part of the heap. */
  private static final Pattern BUMP = Pattern.compile("QWORD PTR \\[r15\\+0x[0-9a-f]+\\],r\\w+");

  private static final Pattern WIDE = Pattern.compile(".*[xyz]mm\\d.*");

  private record Instruction(long address, String operation, String operands) {

    boolean isFma() {
      return FMA.matcher(operation).matches();
    }

    boolean isBroadcast() {
      return operation.startsWith("vbroadcast") || operands.contains("{1to");
    }

    boolean onStack() {
      return operands.contains("[rsp");
    }

    boolean isVector() {
      return WIDE.matcher(operands).matches();
    }

    /** An integer between a general register and a vector register. */
    boolean parksAnInteger() {
      return operation.equals("vmovq") || operation.equals("vmovd");
    }

    boolean allocates() {
      return operation.equals("mov") && BUMP.matcher(operands).matches();
    }

    boolean isLoad() {
      return isVector()
          && !isBroadcast()
          && !onStack()
          && operands.contains("PTR [")
          && !operands.startsWith("XMMWORD PTR")
          && !operands.startsWith("YMMWORD PTR")
          && !operands.startsWith("ZMMWORD PTR");
    }

    /** Where a jump leads; 0 if it is none. */
    long target() {
      Matcher target = JUMP_TARGET.matcher(operands);
      return operation.startsWith("j") && target.matches()
          ? Long.parseUnsignedLong(target.group(1), 16)
          : 0;
    }
  }

  /** Reads what objdump wrote in Intel's syntax; empty if no loop has multiply-adds. */
  static Optional<InnerLoop> of(List<String> disassembly) {
    List<Instruction> code = new ArrayList<>();
    for (String line : disassembly) {
      Matcher fields = LINE.matcher(line);
      if (fields.matches()) {
        String operands = fields.group(3) == null ? "" : fields.group(3);
        long address = Long.parseUnsignedLong(fields.group(1), 16);
        code.add(new Instruction(address, fields.group(2), operands));
      }
    }
    List<List<Instruction>> loops = new ArrayList<>();
    for (int end = 0; end < code.size(); end++) {
      long target = code.get(end).target();
      int start = end;
      while (target != 0 && start > 0 && code.get(start).address > target) {
        start--;
      }
      List<Instruction> loop = code.subList(start, end + 1);
      if (code.get(start).address == target && loop.stream().anyMatch(Instruction::isFma)) {
        loops.add(loop);
      }
    }
    return loops.stream()
        .filter(loop -> loops.stream().noneMatch(other -> isInside(other, loop)))
        .max(Comparator.comparingInt(loop -> count(loop, Instruction::isFma)))
        .map(InnerLoop::measure);
  }

  private static boolean isInside(List<Instruction> inner, List<Instruction> outer) {
    return inner.size() < outer.size()
        && inner.getFirst().address >= outer.getFirst().address
        && inner.getLast().address <= outer.getLast().address;
  }

  private static InnerLoop measure(List<Instruction> loop) {
    return new InnerLoop(
        (int) (loop.getLast().address - loop.getFirst().address),
        loop.size(),
        count(loop, Instruction::isFma),
        count(loop, Instruction::isLoad),
        count(loop, Instruction::isBroadcast),
        count(loop, i -> i.isVector() && i.onStack() && !i.parksAnInteger()),
        count(loop, i -> i.parksAnInteger() || (i.onStack() && !i.isVector())),
        count(loop, Instruction::allocates));
  }

  private static int count(List<Instruction> loop, Predicate<Instruction> kind) {
    return (int) loop.stream().filter(kind).count();
  }
}
