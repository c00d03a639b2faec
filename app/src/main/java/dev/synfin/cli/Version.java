package dev.synfin.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version that stands in the jar's manifest. */
final class Version implements IVersionProvider {

  static String number() {
    return Objects.requireNonNullElse(
        Main.class.getPackage().getImplementationVersion(), "development");
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "synfin " + number(), "Java " + Runtime.version() + ", " + System.getProperty("os.name")
    };
  }
}
