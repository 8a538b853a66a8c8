package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the JVM prints and objdump decodes is read as one would read it. */
class MachineCodeTest {

  private static final String PRINTED =
      """
      Compiled method (c1) 1524  667       2       a.b.Kernel::rows (1112 bytes)
      [MachCode]
        0x00007f4fd84bcd80: 660f 1f84
      [/MachCode]
      Compiled method (c2) 6102  707       4       a.b.Kernel::rows (1112 bytes)
       total in heap  [0x00007f4fdfefe788,0x00007f4fdff00740] = 8120
      [MachCode]
      [Instructions begin]
        0x00007f4fdfefe880: 6690 448b | 5608 443b\s

        0x00007f4fdfefe888: ;   {runtime_call Shared Runtime ic_miss_blob}
        0x00007f4fdfefe888: 50\s
      [/MachCode]
      Compiled method (c2) 6200  709 %     4       a.b.Kernel::rows @ 23 (1112 bytes)
      [MachCode]
        0x00007f4fdfefe880: 9090
      [/MachCode]
      """;

  /** A loop around two copies of its inner loop, the second with two steps. */
  private static final String DISASSEMBLED =
      """

      code.bin:     file format binary


      0000000000001000 <.data>:
          1000:\tpush   rbp
          1001:\tvmovdqu32 ZMMWORD PTR [rsp+0x40],zmm5
          1003:\tvfmadd231ps zmm6,zmm4,zmm3
          1009:\tjl     0x1003
          1010:\tvmovq  rbx,xmm0
          1015:\tvmovups zmm16,ZMMWORD PTR [rbx+rdx*4+0x10]
          101d:\tmov    r10,QWORD PTR [rsp+0x8]
          1022:\tvbroadcastss zmm20,DWORD PTR [r10+r9*4+0x10]
          102a:\tvfmadd231ps zmm1,zmm20,zmm16
          102c:\tmov    QWORD PTR [r15+0x1c8],r10
          1030:\tvmovdqu32 zmm7,ZMMWORD PTR [rsp+0x80]
          1038:\tvfmadd231ps zmm2,zmm7,zmm16
          103e:\tvfmadd231ps zmm3,zmm7,DWORD PTR [rbx+0x10]{1to16}
          1044:\tinc    r9d
          1047:\tcmp    r9d,DWORD PTR [rsp]
          104b:\tjl     0x1010
          1051:\tjne    0x1001
          1057:\tvzeroupper
          105a:\tret
      """;

  @Test
  void takesTheLastCodeOfC2ForCallsFromTheStart() {
    Map<String, CompiledMethod> methods = CompiledMethod.parse(PRINTED.lines());
    assertThat(methods).containsOnlyKeys("Kernel.rows");
    CompiledMethod method = methods.get("Kernel.rows");
    assertThat(method.address()).isEqualTo(0x7f4fdfefe880L);
    assertThat(method.hex()).isEqualTo("6690448b5608443b50");
  }

  @Test
  void countsTheInnermostLoopWithTheMostMultiplyAdds() {
    assertThat(InnerLoop.of(DISASSEMBLED.lines().toList()))
        .contains(new InnerLoop(0x104b - 0x1010, 12, 3, 1, 2, 1, 3, 1));
  }

  @Test
  void findsNoLoopWhereNothingIsMultiplied() {
    assertThat(InnerLoop.of(List.of("1000:\tinc    eax", "1002:\tjl     0x1000")))
        .isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "2v12 3v8"})
  void rejectsAWrongCommandLineWithItsUsage(String line) {
    Run.of(MachineCode::run, line.split(" "))
        .assertBadUsage("machine code: ", "MachineCode [PATTERN]");
  }
}
