package dev.synfin.timeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The capture file of which a timeline tells.
 *
 * @param capture the timeline's record of it
 */
public record SourceCapture(Path file, Capture capture) {

  /**
   * Finds it beside the timeline, by the name that the timeline has for it; of several the
   * client's.
   *
   * @throws IOException if it is not there, or is another file by now
   */
  public static SourceCapture beside(Path timelineFile, Timeline timeline) throws IOException {
    List<SourceCapture> there =
        timeline.captures().stream()
            .map(c -> at(timelineFile, c))
            .filter(s -> s != null && Files.isRegularFile(s.file))
            .toList();
    SourceCapture chosen =
        there.stream()
            .filter(s -> s.capture.vantage() == Capture.Vantage.CLIENT)
            .findFirst()
            .orElse(there.isEmpty() ? null : there.getFirst());
    if (chosen == null) {
      throw new IOException(
          "The capture of "
              + timelineFile
              + " is not beside it ("
              + names(timeline)
              + "): name the file with --capture.");
    }
    return chosen.proven();
  }

  /**
   * Takes this file as the timeline's capture; of several, as that by the same name.
   *
   * @throws IOException if the timeline is of others
   */
  public static SourceCapture named(Path file, Timeline timeline) throws IOException {
    List<Capture> captures = timeline.captures();
    String name = file.getFileName().toString();
    for (Capture capture : captures) {
      if (captures.size() == 1 || name.equals(nameOf(capture))) {
        return new SourceCapture(file, capture).proven();
      }
    }
    throw new IOException(
        file + " is none of the timeline's captures: these are " + names(timeline) + ".");
  }

  private static @Nullable SourceCapture at(Path timelineFile, Capture capture) {
    return fileOf(timelineFile, capture).map(file -> new SourceCapture(file, capture)).orElse(null);
  }

  /**
   * Where a capture is that lies beside its timeline, if it is named at all. The timeline is a file
   * that anyone may have written: no name in it leads out of its folder.
   */
  public static Optional<Path> fileOf(Path timelineFile, Capture capture) {
    String name = nameOf(capture);
    return name == null || name.isEmpty() || name.contains("/") || name.equals("..")
        ? Optional.empty()
        : Optional.of(timelineFile.resolveSibling(name));
  }

  /** The name of a capture's file without its folder; null where none was kept. */
  public static @Nullable String nameOf(Capture capture) {
    return capture.file() == null && capture.source() == Capture.Source.FILE
        ? capture.name()
        : capture.file();
  }

  private static String names(Timeline timeline) {
    return timeline.captures().stream()
        .map(c -> nameOf(c) == null ? c.name() : nameOf(c))
        .collect(Collectors.joining(", "));
  }

  /**
   * Whether the file is still the one that the timeline was made of, as far as the timeline tells.
   */
  public boolean isUnchanged() throws IOException {
    String expected = capture.sha256();
    return expected == null || expected.equals(sha256());
  }

  private SourceCapture proven() throws IOException {
    if (!isUnchanged()) {
      throw new IOException(
          file
              + " is not the capture that the timeline was made of (its SHA-256 is another): name the"
              + " right one with --capture.");
    }
    return this;
  }

  private String sha256() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      var digested = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"));
      digested.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digested.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
