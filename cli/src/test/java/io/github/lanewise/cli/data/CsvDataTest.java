package io.github.lanewise.cli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvDataTest {
  @TempDir private Path dir;

  @Test
  void readsTextClassesInOrderOfTheirNames() throws IOException {
    Dataset data = classes("x,kind,y\n1,b,2.5\n-3,a,4e2\n+.5,b,6.\n", "kind");
    assertThat(data.featureNames()).containsExactly("x", "y");
    assertThat(data.classNames()).containsExactly("a", "b");
    assertThat(data.x()).containsExactly(1f, 2.5f, -3f, 400f, .5f, 6f);
    assertThat(data.y()).containsExactly(1f, 0f, 1f);
    assertThat(data.labelName()).isEqualTo("kind");
    assertThat(data.samples()).isEqualTo(3);
  }

  @Test
  void ordersNumericClassesByValue() throws IOException {
    Dataset data = classes("x,c\n1,10\n1,9\n1,-1\n", "c");
    assertThat(data.classNames()).containsExactly("-1", "9", "10");
    assertThat(data.y()).containsExactly(2f, 1f, 0f);
  }

  @Test
  void takesLiteralsOfJavaForText() throws IOException {
    assertThat(classes("x,c\n1,10d\n1,9d\n", "c").classNames()).containsExactly("10d", "9d");
  }

  @Test
  void readsNumericLabelsForRegression() throws IOException {
    Dataset data = CsvData.labeled(file("x,price\n1,2.5\n2,-7\n"), "price", Task.REGRESS);
    assertThat(data.classNames()).isEmpty();
    assertThat(data.y()).containsExactly(2.5f, -7f);
  }

  @Test
  void readsQuotesSpacesByteOrderMarksCarriageReturnsAndBlankLines() throws IOException {
    Dataset data =
        classes("\uFEFF\"x, in m\" , kind\r\n 1 ,\"say \"\"a\"\"\"\r\n\r\n2, b \r\n", "kind");
    assertThat(data.featureNames()).containsExactly("x, in m");
    assertThat(data.classNames()).containsExactly("b", "say \"a\"");
    assertThat(data.x()).containsExactly(1f, 2f);
  }

  @Test
  void readsGzippedFilesWhateverTheirName() throws IOException {
    byte[] zipped = gzip("x,c\n1,a\n2,b\n");
    Dataset data =
        CsvData.labeled(Files.write(dir.resolve("data.txt"), zipped), "c", Task.CLASSIFY);
    assertThat(data.x()).containsExactly(1f, 2f);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "x,c\\n1,a\\nabc,b\\n         | line 3, column 1 (x): not a number: \"abc\"",
        "x,c\\n1,a\\n1d,b\\n          | line 3, column 1 (x): not a number: \"1d\"",
        "x,c\\n1,a\\n0x1p3,b\\n       | line 3, column 1 (x): not a number: \"0x1p3\"",
        "x,c\\n1,a\\n1;2,b\\n         | line 3, column 1 (x): not a number: \"1;2\"",
        "x,c\\n1,a\\nNaN,b\\n         | line 3, column 1 (x): not a finite float: \"NaN\"",
        "x,c\\n1,a\\n-Infinity,b\\n   | line 3, column 1 (x): not a finite float: \"-Infinity\"",
        "x,c\\n1,a\\n1e39,b\\n        | line 3, column 1 (x): not a finite float: \"1e39\"",
        "x,c\\n1,a\\n ,b\\n           | line 3, column 1 (x): the cell is empty",
        "x,c\\n1,a\\n2,\\n            | line 3, column 2 (c): the cell is empty",
        "x,y,c\\n1,2,a\\n1,2\\n       | line 3, column 3 (c): missing: the row has 2 cells, the header 3",
        "x,c\\n1,a\\n1,a,7\\n         | line 3, column 3: extra: the row has 3 cells, the header 2",
        "x,c\\n1,a\\n\\n\\n7\\n       | line 5, column 2 (c): missing: the row has 1 cells, the header 2",
        "x,c\\n\"1\\n\",a\\n?,b\\n    | line 4, column 1 (x): not a number: \"?\"",
        "x,d\\n1,a\\n                 | line 1: no column \"c\" (columns: x, d)",
        "x,x,c\\n1,2,a\\n             | line 1, column 2 (x): an earlier column has this name",
        "x, ,c\\n1,2,a\\n             | line 1, column 2: the column has no name",
        "c\\na\\n                     | line 1: no column beside the label \"c\"",
        "x,c\\n                       | line 2: no row below the header",
        "x,c                          | line 2: no row below the header",
        "x,c\\n1,a\\n2,\"b\\n3,a\\n     | line 3, column 2: a quote is not closed",
        "x,c\\n1,a\\n\"2,b\\n           | line 3, column 1: a quote is not closed",
        "x,c\\n1,a\\n2,\"              | line 3, column 2: a quote is not closed",
        "x,\"c\\n1,a\\n2,b\\n           | line 1, column 2: a quote is not closed",
        "\\n\\n                       | the file is empty",
        "x,c\\n1,a\\n2,a\\n           | every row has the label \"a\"; classes must be two or more",
      })
  void locatesTheDefect(String content, String problem) throws IOException {
    Path file = file(content.replace("\\n", "\n"));
    assertThatThrownBy(() -> CsvData.labeled(file, "c", Task.CLASSIFY))
        .isInstanceOf(DataException.class)
        .hasMessage(file + ": " + problem);
  }

  @Test
  void rejectsTextLabelsForRegression() throws IOException {
    Path file = file("x,c\n1,2\n1,cheap\n");
    assertThatThrownBy(() -> CsvData.labeled(file, "c", Task.REGRESS))
        .hasMessage(file + ": line 3, column 2 (c): not a number: \"cheap\"");
  }

  @Test
  void showsAFewColumnsWhereTheLabelIsUnknown() throws IOException {
    String header = IntStream.range(0, 12).mapToObj(i -> "x" + i).collect(Collectors.joining(","));
    Path file = file(header + "\n");
    assertThatThrownBy(() -> CsvData.labeled(file, "c", Task.REGRESS))
        .hasMessage(
            file
                + ": line 1: no column \"c\" (columns: x0, x1, x2, x3, x4, x5, x6, x7, x8, x9 and 2 more)");
  }

  @Test
  void keepsMessagesOnOneLine() throws IOException {
    Path file = file("x,c\n\"1\n2\",a\n");
    assertThatThrownBy(() -> CsvData.labeled(file, "c", Task.CLASSIFY))
        .hasMessage(file + ": line 2, column 1 (x): not a number: \"1 2\"");
  }

  @Test
  void rejectsAMissingFile() {
    Path file = dir.resolve("absent.csv");
    assertThatThrownBy(() -> CsvData.labeled(file, "c", Task.CLASSIFY))
        .isInstanceOf(DataException.class)
        .hasMessage(file + ": no such file");
  }

  @Test
  void rejectsADirectory() {
    assertThatThrownBy(() -> CsvData.labeled(dir, "c", Task.CLASSIFY))
        .hasMessage(dir + ": is a directory");
  }

  @Test
  void rejectsAnEmptyFile() throws IOException {
    Path file = file("");
    assertThatThrownBy(() -> CsvData.labeled(file, "c", Task.CLASSIFY))
        .hasMessage(file + ": the file is empty");
  }

  @Test
  void rejectsBytesThatAreNotUtf8() throws IOException {
    byte[] label = "x,c\n1,a\n1,caf\u00e9\n1,a\n".getBytes(StandardCharsets.ISO_8859_1);
    assertNotUtf8(label, "line 3, column 2 (c)");
    byte[] number = "x,c\n1,a\n1\u00a0000,b\n".getBytes(StandardCharsets.ISO_8859_1);
    assertNotUtf8(number, "line 3, column 1 (x)");
    byte[] name = "x,gr\u00f6\u00dfe,c\n1,1,a\n".getBytes(StandardCharsets.ISO_8859_1);
    assertNotUtf8(name, "line 1, column 2");
    assertNotUtf8("x,c\n1,a\n".getBytes(StandardCharsets.UTF_16), "line 1, column 1");
  }

  private void assertNotUtf8(byte[] bytes, String where) throws IOException {
    Path file = Files.write(dir.resolve("data.csv"), bytes);
    assertThatThrownBy(() -> CsvData.labeled(file, "c", Task.CLASSIFY))
        .isInstanceOf(DataException.class)
        .hasMessage(file + ": " + where + ": not UTF-8 text");
  }

  @Test
  void rejectsEveryTruncationOfAGzippedFile() throws IOException {
    byte[] zipped = gzip("x,c\n1,a\n2,b\n3,a\n");
    for (int length = 0; length < zipped.length; length++) {
      Path file = Files.write(dir.resolve("data.csv.gz"), Arrays.copyOf(zipped, length));
      assertThatThrownBy(() -> CsvData.labeled(file, "c", Task.CLASSIFY))
          .as("first %d bytes", length)
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith(file + ": ");
    }
  }

  @Test
  void saysThatAGzippedFileEndsEarly() throws IOException {
    byte[] zipped = gzip("x,c\n1,a\n2,b\n3,a\n");
    Path file = Files.write(dir.resolve("data.csv.gz"), Arrays.copyOf(zipped, 24));
    assertThatThrownBy(() -> CsvData.labeled(file, "c", Task.CLASSIFY))
        .hasMessageContaining("the gzip stream ends early");
  }

  @Test
  void saysThatAGzippedFileIsDamaged() throws IOException {
    byte[] zipped = gzip("x,c\n1,a\n2,b\n3,a\n");
    zipped[zipped.length - 6] ^= 1;
    Path file = Files.write(dir.resolve("data.csv.gz"), zipped);
    assertThatThrownBy(() -> CsvData.labeled(file, "c", Task.CLASSIFY))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("damaged gzip stream (");
  }

  @Test
  void findsTheModelsColumnsByNameAndIgnoresTheLabel() throws IOException {
    Path file = file("c,y,x\na,2,1\nb,4,3\n");
    assertThat(CsvData.features(file, List.of("x", "y"), "c")).containsExactly(1f, 2f, 3f, 4f);
  }

  @Test
  void rejectsAMissingColumnOfTheModel() throws IOException {
    Path file = file("x,c\n1,a\n");
    assertThatThrownBy(() -> CsvData.features(file, List.of("x", "y"), "c"))
        .hasMessage(file + ": line 1: no column \"y\", which the model reads");
  }

  @Test
  void rejectsAColumnThatTheModelDoesNotKnow() throws IOException {
    Path file = file("x,id\n1,7\n");
    assertThatThrownBy(() -> CsvData.features(file, List.of("x"), "c"))
        .hasMessage(file + ": line 1, column 2 (id): the model does not read this column");
  }

  private Dataset classes(String content, String label) throws IOException {
    return CsvData.labeled(file(content), label, Task.CLASSIFY);
  }

  private Path file(String content) throws IOException {
    return Files.writeString(dir.resolve("data.csv"), content);
  }

  private static byte[] gzip(String content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
