package dev.synfin.lab;

import dev.synfin.timeline.TimelineSchema;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A lab that holds the document of every run against the JSON Schema. */
final class ValidatingLab implements AutoCloseable {
  private final Lab lab;

  private ValidatingLab(Lab lab) {
    this.lab = lab;
  }

  static ValidatingLab start() {
    return new ValidatingLab(Lab.start());
  }

  LabRun run(String scenario) throws IOException {
    return valid(lab.run(scenario));
  }

  LabRun run(String scenario, @Nullable String variant) throws IOException {
    return valid(variant == null ? lab.run(scenario) : lab.run(scenario, variant));
  }

  LabRun run(Path file) throws IOException {
    return valid(lab.run(file));
  }

  LabRun run(Path file, @Nullable String variant) throws IOException {
    return valid(variant == null ? lab.run(file) : lab.run(file, variant));
  }

  private static LabRun valid(LabRun run) throws IOException {
    TimelineSchema.assertValid(run.folder().resolve("timeline.json"));
    return run;
  }

  @Override
  public void close() {
    lab.close();
  }
}
