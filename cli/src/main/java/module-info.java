/** The {@code lanewise} command: trains networks from data files and predicts with them. */
module io.github.lanewise.cli {
  requires de.siegmar.fastcsv;
  requires info.picocli;
  requires io.github.lanewise.network;
  requires java.desktop;
  requires java.management;
  requires jdk.management;
  requires me.tongfei.progressbar;
  requires xchart;
  requires static org.jspecify;

  // picocli sets annotated fields by reflection.
  opens io.github.lanewise.cli to
      info.picocli;
}
