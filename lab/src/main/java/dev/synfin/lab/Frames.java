package dev.synfin.lab;

import dev.synfin.capture.CaptureFile;
import dev.synfin.capture.CaptureFileWriter;
import dev.synfin.capture.Frame;
import dev.synfin.stage.TapRecord;
import dev.synfin.timeline.Analysis;
import dev.synfin.timeline.Capture;
import dev.synfin.timeline.EventOptions;
import dev.synfin.timeline.Timeline;
import dev.synfin.timeline.TimelineBuilder;
import dev.synfin.wire.FrameDecoder;
import dev.synfin.wire.IcmpError;
import dev.synfin.wire.IpPacket;
import dev.synfin.wire.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiFunction;

/** The frames of one tap, in a file of their own until the tap ends. */
final class Frames implements AutoCloseable {
  private static final int IP_HEADER = 20;

  private final Path file;
  private final TapRecord.Begun begun;
  private final CaptureFileWriter writer;

  Frames(TapRecord.Begun begun) throws IOException {
    this.begun = begun;
    this.file = Files.createTempFile("synfin-tap", ".pcap");
    this.writer = new CaptureFileWriter(file, begun.linkType(), begun.snaplen());
  }

  void add(Frame frame) throws IOException {
    writer.write(frame);
  }

  /**
   * The timeline of the frames after one and up to another, which are numbered from 1, as they are
   * in the file that {@link #keep} makes of them.
   *
   * @param capture makes what is known of the capture from the counts of those frames
   */
  Timeline between(
      long after,
      long last,
      EventOptions options,
      BiFunction<TapRecord.Begun, Capture.Frames, Capture> capture)
      throws IOException {
    writer.flush();
    var builder = new TimelineBuilder(options);
    var analysis = new Analysis(builder);
    try (CaptureFile frames = CaptureFile.open(file)) {
      frames.deliverTo(frame -> {
        if (frame.number() > after && frame.number() <= last) {
          frame.set(
              frame.number() - after,
              frame.epochNanos(),
              frame.linkType(),
              frame.octets(),
              frame.offset(),
              frame.capturedLength(),
              frame.length());
          analysis.accept(frame);
        }
      });
    }
    return builder.build(capture.apply(begun, analysis.frames()));
  }

  /**
   * Writes those frames to a file of their own.
   *
   * @param payload whether to keep what is behind the TCP and UDP headers
   */
  void keep(long after, long last, boolean payload, Path as) throws IOException {
    writer.flush();
    var decoder = new FrameDecoder();
    try (CaptureFile frames = CaptureFile.open(file);
        var kept = new CaptureFileWriter(as, begun.linkType(), begun.snaplen())) {
      frames.deliverTo(frame -> {
        if (frame.number() > after && frame.number() <= last) {
          if (!payload) {
            cutPayload(frame, decoder);
          }
          kept.write(frame);
        }
      });
    }
  }

  /**
   * What cannot be read, such as a later fragment, may be payload from its IP header on; an ICMP
   * error quotes an IP header and the ports.
   */
  private static void cutPayload(Frame frame, FrameDecoder decoder) {
    int headers =
        switch (decoder.decode(frame)) {
          case IcmpError error ->
              error.transportOffset() - error.frameOffset() + (error.version() == 4 ? 36 : 56);
          case IpPacket packet when packet.payloadCaptured() > 0 ->
              packet.payloadOffset() - packet.frameOffset();
          case IpPacket packet -> frame.capturedLength();
          case Refusal refusal -> linkHeader(frame.linkType()) + ipHeader(frame);
        };
    frame.set(
        frame.number(),
        frame.epochNanos(),
        frame.linkType(),
        frame.octets(),
        frame.offset(),
        Math.min(headers, frame.capturedLength()),
        frame.length());
  }

  /** Of a frame that holds IP, as its EtherType says; of others nothing is known to be a header. */
  private static int ipHeader(Frame frame) {
    int type = linkHeader(frame.linkType()) - 2;
    if (frame.linkType() != 1 || frame.capturedLength() < type + 2) {
      return 0;
    }
    int high = frame.octets()[frame.offset() + type] & 0xff;
    int low = frame.octets()[frame.offset() + type + 1] & 0xff;
    int etherType = (high << 8) | low;
    return etherType == 0x0800 || etherType == 0x86dd ? IP_HEADER : 0;
  }

  /** Octets before the IP header, by LINKTYPE_ number. */
  private static int linkHeader(int linkType) {
    return switch (linkType) {
      case 1 -> 14; // Ethernet
      case 113 -> 16; // Linux cooked
      case 276 -> 20; // Linux cooked, version 2
      default -> 0;
    };
  }

  @Override
  public void close() throws IOException {
    try (writer) {
      Files.deleteIfExists(file);
    }
  }
}
