package io.github.lanewise.bench;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** Where PyTorch's native libraries are unpacked, half a gigabyte each. */
final class NativeCache {

  private NativeCache() {}

  /** Beside the jars, so that what removes them removes it too. */
  static String directory() {
    try {
      Path jar =
          Path.of(NativeCache.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return jar.resolveSibling("natives").toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("class path: not made of files", e);
    }
  }
}
