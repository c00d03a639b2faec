package dev.synfin.timeline;

import java.util.Objects;

/** The program that wrote a document. */
public record Generator(String name, String version) {
  public Generator {
    Objects.requireNonNull(name, "generator.name");
    Objects.requireNonNull(version, "generator.version");
  }

  /** This program, by its jar's manifest; {@code "dev"} where it runs from classes. */
  static Generator thisProgram() {
    var version = Generator.class.getPackage().getImplementationVersion();
    return new Generator("synfin", version == null ? "dev" : version);
  }
}
