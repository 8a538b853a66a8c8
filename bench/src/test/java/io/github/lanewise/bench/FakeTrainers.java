package io.github.lanewise.bench;

/** Peers in training that are on the class path of the tests, where the real ones need not be. */
final class FakeTrainers {

  private FakeTrainers() {}

  /** Lanewise under another name. */
  public static final class Same implements TrainProvider {

    @Override
    public String id() {
      return "same";
    }

    @Override
    public TrainLibrary open(int threads) {
      return new Library(threads, 0, 0);
    }
  }

  /** As the same, but for the loss of its twentieth step. */
  public static final class Astray implements TrainProvider {

    @Override
    public String id() {
      return "astray";
    }

    @Override
    public TrainLibrary open(int threads) {
      return new Library(threads, 20, 1.2e-4f);
    }
  }

  /** As the same, but it refuses gradient descent. */
  public static final class Picky implements TrainProvider {

    @Override
    public String id() {
      return "picky";
    }

    @Override
    public TrainLibrary open(int threads) {
      return new PickyLibrary(new Library(threads, 0, 0));
    }
  }

  private record PickyLibrary(TrainLibrary same) implements TrainLibrary {

    @Override
    public String describe() {
      return same.describe();
    }

    @Override
    public Training start(TrainProblem problem, float learningRate) {
      if (problem.method() == TrainProblem.Method.SGD) {
        throw new UnsupportedOperationException("unsupported shape");
      }
      return same.start(problem, learningRate);
    }
  }

  /** Not on this machine. */
  public static final class Absent implements TrainProvider {

    @Override
    public String id() {
      return "absent";
    }

    @Override
    public TrainLibrary open(int threads) {
      throw new UnsupportedOperationException("libabsent.so is not installed");
    }
  }

  /**
   * Lanewise, with an error in the loss of one step.
   *
   * @param wrongStep 1 for the first; 0 for none
   */
  record Library(int threads, int wrongStep, float error) implements TrainLibrary {

    @Override
    public String describe() {
      return "a fake, threads: " + threads;
    }

    @Override
    public Training start(TrainProblem problem, float learningRate) {
      return new Steps(new LanewiseTrain(threads).start(problem, learningRate), wrongStep, error);
    }
  }

  private static final class Steps implements Training {

    private final Training right;
    private final int wrongStep;
    private final float error;
    private int steps;

    Steps(Training right, int wrongStep, float error) {
      this.right = right;
      this.wrongStep = wrongStep;
      this.error = error;
    }

    @Override
    public float step() {
      steps++;
      return right.step() + (steps == wrongStep ? error : 0);
    }

    @Override
    public void run(int times) {
      right.run(times);
    }

    @Override
    public void close() {
      right.close();
    }
  }
}
