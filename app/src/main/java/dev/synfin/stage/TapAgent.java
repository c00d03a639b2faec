package dev.synfin.stage;

import dev.synfin.capture.CaptureFileWriter;
import dev.synfin.capture.CaptureOptions;
import dev.synfin.capture.CaptureStatus;
import dev.synfin.capture.Frame;
import dev.synfin.capture.FrameSink;
import dev.synfin.capture.LiveCapture;
import dev.synfin.stage.Message.Verb;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Captures what passes an interface during a run. Ready when a fence packet has proved that frames
 * arrive; stopped when another has proved that none is missing.
 */
final class TapAgent implements Agent {
  /**
   * Of the catalogue's largest transfer, twice 16 MiB at the speed of memory, nothing is lost even
   * if the tap is not let run meanwhile.
   */
  private static final int BUFFER = 64 << 20;

  private static final int SNAPLEN = 262_144;

  private final String name;
  private final String iface;
  private final Path folder;

  TapAgent(Vantage vantage, String iface, Path folder) {
    this.name = vantage.tap();
    this.iface = iface;
    this.folder = folder;
  }

  /**
   * What a run is about: its port, and errors that quote a packet of it. Neighbours' gossip and
   * what a former run left are not.
   */
  private static String filter(int port) {
    return "port %1$d or (icmp and (icmp[28:2] = %1$d or icmp[30:2] = %1$d)) or (icmp6 and ip6[40] < 128)"
        .formatted(port);
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
    try (LiveCapture capture = LiveCapture.open(CaptureOptions.of(iface, null))) {
      capture.start(frame -> {});
      capture.stop();
    }
  }

  @Override
  public void attend(Line line) throws IOException {
    for (var m = line.receive(); m != null; m = line.receive()) {
      if (m.verb() == Verb.PREPARE) {
        captureFor(line, filter(Integer.parseInt(m.argument(3))));
        return;
      }
    }
  }

  private void captureFor(Line line, String filter) throws IOException {
    try (LiveCapture capture =
            LiveCapture.open(CaptureOptions.of(iface, filter).withBuffer(BUFFER));
        var file =
            new CaptureFileWriter(Meeting.capture(folder, name), capture.linkType(), SNAPLEN)) {
      capture.start(new Live(file));
      line.send(Message.of(Verb.READY));
      for (var m = line.receive(); m != null; m = line.receive()) {
        if (m.verb() == Verb.STOP) {
          CaptureStatus status = capture.stop();
          file.flush();
          line.send(new Message(Verb.STOPPED, report(status, filter).asArguments()));
        }
      }
    } catch (IOException e) {
      line.send(Message.of(Verb.FAILED, Objects.requireNonNullElse(e.getMessage(), e.toString())));
    }
  }

  /** Who watches sees in the file what has come. */
  private record Live(CaptureFileWriter file) implements FrameSink {
    @Override
    public void accept(Frame frame) throws IOException {
      file.write(frame);
    }

    @Override
    public void pause() throws IOException {
      file.flush();
    }
  }

  private TapReport report(CaptureStatus status, String filter) {
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
