package io.github.lanewise.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.Lanewise;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a flight recording says of training and of model files. */
class FlightRecordingTest {
  private static final String PREFIX = "io.github.lanewise.";
  private static final float[] X = TrainerCases.x();
  private static final float[] Y = TrainerCases.y();

  @TempDir private Path directory;

  @Test
  void tellsOfEpochsStepsFilesAndKernels() throws IOException {
    Recording recording = new Recording();
    for (String name : List.of("Epoch", "ModelLoad", "ModelSave", "KernelPath")) {
      recording.enable(PREFIX + name);
    }
    recording.enable(PREFIX + "TrainingStep").with("throttle", "off");
    Path file = directory.resolve("model.safetensors");
    float[] costs = new float[2];
    List<RecordedEvent> events =
        record(
            recording,
            () -> {
              try (Trainer trainer = TrainerCases.classifierTrainer()) {
                costs[0] = trainer.epoch(4, X, 0, Y, 0);
                costs[1] = trainer.step(2, X, 0, Y, 0);
                trainer.network().save(file);
              }
              Network.load(file);
            });

    List<RecordedEvent> epochs = named("Epoch", events);
    assertThat(epochs).hasSize(1);
    assertThat(epochs.get(0).getLong("epoch")).isEqualTo(1);
    assertThat(epochs.get(0).getInt("samples")).isEqualTo(4);
    assertThat(epochs.get(0).getLong("steps")).isEqualTo(2);
    assertThat(epochs.get(0).getFloat("cost")).isEqualTo(costs[0]);
    assertThat(epochs.get(0).getDuration()).isPositive();

    List<RecordedEvent> steps = named("TrainingStep", events);
    assertThat(steps).extracting(step -> step.getLong("step")).containsExactly(1L, 2L, 3L);
    assertThat(steps).extracting(step -> step.getInt("samples")).containsExactly(3, 1, 2);
    assertThat(steps.get(2).getFloat("cost")).isEqualTo(costs[1]);
    assertThat(steps).allMatch(step -> step.getDuration().isPositive());
    assertThat(steps.get(1).getStartTime()).isAfterOrEqualTo(steps.get(0).getEndTime());
    assertThat(epochs.get(0).getStartTime()).isBeforeOrEqualTo(steps.get(0).getStartTime());
    assertThat(epochs.get(0).getEndTime()).isAfterOrEqualTo(steps.get(1).getEndTime());

    for (String name : List.of("ModelSave", "ModelLoad")) {
      List<RecordedEvent> files = named(name, events);
      assertThat(files).hasSize(1);
      assertThat(files.get(0).getString("path")).isEqualTo(file.toString());
      assertThat(files.get(0).getString("architecture")).isEqualTo("2 -> 4 tanh -> 3 softmax");
      assertThat(files.get(0).getLong("parameters")).isEqualTo(27);
      assertThat(files.get(0).getDuration()).isPositive();
    }
    assertThat(named("KernelPath", events))
        .extracting(event -> event.getString("path"))
        .containsOnly(Lanewise.describe());
  }

  @Test
  void tellsNothingUnlessAsked() throws IOException, ParseException {
    assertThat(record(new Recording(), this::train)).isEmpty();
    Recording usual = new Recording(Configuration.getConfiguration("profile"));
    assertThat(record(usual, this::train)).noneMatch(event -> isOurs(event));
  }

  @Test
  void leavesOutStepsByThrottleAndThreshold() throws IOException {
    Recording throttled = new Recording();
    throttled.enable(PREFIX + "TrainingStep").with("throttle", "1/h");
    assertThat(record(throttled, this::train)).hasSizeLessThan(3);
    Recording slow = new Recording();
    slow.enable(PREFIX + "TrainingStep").with("threshold", "1 h").with("throttle", "off");
    assertThat(record(slow, this::train)).isEmpty();
  }

  @Test
  void followsTheSettingsInTheDocumentation() throws IOException, ParseException {
    Matcher block =
        Pattern.compile("```xml\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("..", "docs", "jfr.md")));
    assertThat(block.find()).isTrue();
    Configuration configuration = Configuration.create(new StringReader(block.group(1)));
    Map<String, String> settings = configuration.getSettings();
    for (String name : List.of("Epoch", "TrainingStep", "ModelLoad", "ModelSave", "KernelPath")) {
      assertThat(settings).containsEntry(PREFIX + name + "#enabled", "true");
    }
    List<RecordedEvent> events = record(new Recording(settings), this::train);
    assertThat(named("Epoch", events)).hasSize(20);
    assertThat(named("TrainingStep", events)).isNotEmpty();
  }

  private void train() {
    try (Trainer trainer = TrainerCases.classifierTrainer()) {
      trainer.fit(20, X, Y);
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private List<RecordedEvent> record(Recording recording, Work work) throws IOException {
    Path file = directory.resolve("recording.jfr");
    try (recording) {
      recording.start();
      work.run();
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    Files.delete(file);
    return events;
  }

  private static List<RecordedEvent> named(String name, List<RecordedEvent> events) {
    return events.stream()
        .filter(event -> event.getEventType().getName().equals(PREFIX + name))
        .toList();
  }

  private static boolean isOurs(RecordedEvent event) {
    return event.getEventType().getName().startsWith(PREFIX);
  }
}
