package dev.synfin.stage;

import dev.synfin.capture.CaptureFileWriter;
import dev.synfin.capture.CaptureOptions;
import dev.synfin.capture.CaptureStatus;
import dev.synfin.capture.LiveCapture;
import dev.synfin.stage.Message.Verb;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Captures what passes an interface during a run. Ready when a fence packet has proved that frames
 * arrive; stopped when another has proved that none is missing.
 */
final class TapAgent implements Agent {
  private static final int SNAPLEN = 262_144;

  /** What a run is about; neighbours' gossip (ARP, IPv6 router discovery) is not. */
  private static final String LAB_TRAFFIC = "tcp or udp or icmp or (icmp6 and ip6[40] < 128)";

  private final String name;
  private final String iface;
  private final @Nullable String filter;
  private final Path folder;

  TapAgent(String name, String iface, @Nullable String filter, Path folder) {
    this.name = name;
    this.iface = iface;
    this.filter = filter;
    this.folder = folder;
  }

  static TapAgent inTheLab(Vantage vantage, String iface, Path folder) {
    return new TapAgent(vantage.tap(), iface, LAB_TRAFFIC, folder);
  }

  @Override
  public String name() {
    return name;
  }

  /**
   * Captures for a moment, to be sure that it can.
   *
   * @throws IOException if it cannot, with the remedy
   */
  void prove() throws IOException {
    try (LiveCapture capture = LiveCapture.open(CaptureOptions.of(iface, filter))) {
      capture.start(frame -> {});
      capture.stop();
    }
  }

  @Override
  public void attend(Line line) throws IOException {
    for (var m = line.receive(); m != null; m = line.receive()) {
      if (m.verb() == Verb.PREPARE) {
        captureFor(line);
        return;
      }
    }
  }

  private void captureFor(Line line) throws IOException {
    try (LiveCapture capture = LiveCapture.open(CaptureOptions.of(iface, filter));
        var file =
            new CaptureFileWriter(Meeting.capture(folder, name), capture.linkType(), SNAPLEN)) {
      capture.start(file::write);
      line.send(Message.of(Verb.READY));
      for (var m = line.receive(); m != null; m = line.receive()) {
        if (m.verb() == Verb.STOP) {
          CaptureStatus status = capture.stop();
          file.flush();
          line.send(new Message(Verb.STOPPED, report(status).asArguments()));
        }
      }
    } catch (IOException e) {
      line.send(Message.of(Verb.FAILED, Objects.requireNonNullElse(e.getMessage(), e.toString())));
    }
  }

  private TapReport report(CaptureStatus status) {
    return new TapReport(
        iface,
        filter,
        status.complete(),
        status.reason(),
        status.droppedByKernel(),
        status.droppedByInterface(),
        status.startedAt(),
        status.endedAt());
  }
}
