package io.github.lanewise.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** What a measurement has to know about the JVM it runs in. */
interface Jvm {

  /** The one that runs this. */
  Jvm THIS = new Running();

  /** The time, in nanoseconds. */
  long nanoTime();

  /** How long the calling thread has had a core, in nanoseconds. */
  long cpuNanos();

  /**
   * Whether methods are being compiled or wait for it: then what runs now is not what will run. A
   * JVM that does not tell says no.
   */
  boolean isCompiling();

  /** What the calling thread has allocated so far, in bytes. */
  long allocatedBytes();

  /** Reads the clocks, and the compilers' queues through the JVM's diagnostic commands. */
  final class Running implements Jvm {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Running() {}

    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public long cpuNanos() {
      return THREADS.getCurrentThreadCpuTime();
    }

    @Override
    public boolean isCompiling() {
      MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
      try {
        ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
        Object queues = beans.invoke(commands, "compilerQueue", new Object[0], new String[0]);
        return listsMethods(queues.toString());
      } catch (JMException e) {
        return false;
      }
    }

    @Override
    public long allocatedBytes() {
      return THREADS.getCurrentThreadAllocatedBytes();
    }

    /** Under its headings, which end in a colon, an idle compiler lists nothing or "Empty". */
    static boolean listsMethods(String queues) {
      return queues
          .lines()
          .map(String::strip)
          .anyMatch(line -> !line.isEmpty() && !line.endsWith(":") && !line.equals("Empty"));
    }
  }
}
