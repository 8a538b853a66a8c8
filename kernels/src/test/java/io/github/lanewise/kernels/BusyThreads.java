package io.github.lanewise.kernels;

import java.util.Arrays;

/** Threads that keep the cores busy until they are closed. */
final class BusyThreads implements AutoCloseable {

  private final Thread[] threads;

  BusyThreads(int count) {
    threads = new Thread[count];
    Arrays.setAll(threads, i -> new Thread(BusyThreads::spin, "busy-" + i));
    for (Thread thread : threads) {
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void spin() {
    while (!Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    for (Thread thread : threads) {
      thread.interrupt();
    }
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
