/**
 * What tests of several modules share: child JVMs and a meter of allocated bytes. Depends on the
 * JDK alone; the other modules get it as the test jar of kernels.
 */
@NullMarked
package io.github.lanewise.testing;

import org.jspecify.annotations.NullMarked;
