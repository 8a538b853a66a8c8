package io.github.lanewise.kernels;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Runs the tests of the kernels in this JVM, whatever its flags: all of the package but those that
 * start JVMs of their own, read sources or class files, measure, or ask what this JVM has. Prints
 * what failed, then {@link Lanewise#describe} and how many tests succeeded.
 */
final class SuiteRunner {

  private static final String ELSEWHERE =
      ".*\\.(ArchitectureTest|FmaCeilingTest|GenerateKernelsTest|JvmRequirementsTest|KernelCliffTest"
          + "|SameBitsTest|SelfCheckTest|SimdChoiceTest|VectorApiUseTest|VmFlagsTest)";

  private SuiteRunner() {}

  /** Takes a regular expression for the names of the test classes. */
  public static void main(String[] args) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectPackage(SuiteRunner.class.getPackageName()))
            .filters(
                ClassNameFilter.includeClassNamePatterns(args[0]),
                ClassNameFilter.excludeClassNamePatterns(ELSEWHERE),
                TagFilter.excludeTags("long", "measures"))
            .build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    TestExecutionSummary summary = listener.getSummary();
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    summary.printFailuresTo(out);
    out.println(Lanewise.describe());
    out.println(summary.getTestsSucceededCount());
    System.exit(summary.getTotalFailureCount() == 0 ? 0 : 1);
  }
}
