package dev.synfin.lab;

import dev.synfin.lab.TapSession.Mark;
import dev.synfin.render.Ladders;
import dev.synfin.render.RenderOptions;
import dev.synfin.report.CapturePlace;
import dev.synfin.report.ReportPage;
import dev.synfin.timeline.Capture;
import dev.synfin.timeline.Timeline;
import dev.synfin.timeline.Timelines;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What stays of taps: for each its capture file, and for all together the timeline and the ladder.
 */
final class Kept {
  private Kept() {}

  /** One tap's capture between two marks. */
  record Part(TapSession session, Mark from, Mark to) {}

  /** With or without payload, as the test under way wants it. */
  static Origins.Origin of(List<Part> parts) {
    return (timeline, folder) -> {
      if (!write(parts, KeptTest.payload(), folder)) {
        throw new IOException("the tap was stopped before");
      }
    };
  }

  /**
   * Writes what is there of them: one that was stopped meanwhile, with its class, is left out.
   *
   * @return false where none is there, and nothing was written
   */
  static boolean write(List<Part> parts, boolean payload, Path folder) throws IOException {
    Files.createDirectories(folder);
    var timelines = new ArrayList<SideView>();
    var names = new HashSet<String>();
    for (Part part : parts) {
      TapSession tap = part.session();
      String stem = parts.size() == 1 ? "capture" : distinct(tap.id(), names);
      Path file = folder.resolve(stem + ".pcap");
      Timeline timeline = tap.keep(part.from(), part.to(), payload, file).orElse(null);
      if (timeline != null) {
        timelines.add(new SideView(tap, inFile(timeline, file)));
      }
    }
    if (timelines.isEmpty()) {
      KeptFolders.removeEmpty(folder);
      return false;
    }
    write(SideView.merge(timelines), folder);
    return true;
  }

  /** The same with the name of its capture, beside which it lies. */
  private static Timeline inFile(Timeline timeline, Path file) throws IOException {
    Capture c = timeline.captures().getFirst();
    var inFile =
        new Capture(
            c.id(),
            c.source(),
            c.name(),
            c.vantage(),
            file.getFileName().toString(),
            sha256(file),
            c.filter(),
            c.linkType(),
            c.snaplen(),
            c.timestampPrecision(),
            c.startedAt(),
            c.endedAt(),
            c.frames(),
            c.evicted(),
            c.dropped(),
            c.complete(),
            c.reason());
    return Timeline.of(List.of(inFile), timeline.connections())
        .withKernel(timeline.kernel())
        .withFindings(timeline.findings());
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      var digested = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"));
      digested.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digested.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void write(Timeline whole, Path folder) throws IOException {
    Timelines.write(whole, folder.resolve("timeline.json"));
    Files.writeString(folder.resolve("ladder.txt"), Ladders.render(whole, RenderOptions.DEFAULT));
    try (var page = Files.newOutputStream(folder.resolve("report.html"))) {
      var captures = CapturePlace.beside(folder.resolve("timeline.json"));
      ReportPage.write(List.of(new ReportPage.Entry("capture", whole, captures)), page);
    }
  }

  private static String distinct(String id, Set<String> taken) {
    String name = id.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-");
    String one = name;
    for (int i = 2; !taken.add(one); i++) {
      one = name + "-" + i;
    }
    return one;
  }
}
