package dev.synfin.report;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.synfin.capture.CaptureFile;
import dev.synfin.capture.Frame;
import dev.synfin.timeline.Capture;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.DatagramEvent;
import dev.synfin.timeline.IcmpEvent;
import dev.synfin.timeline.PacketEvent;
import dev.synfin.timeline.Seen;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.timeline.SourceCapture;
import dev.synfin.timeline.Timeline;
import dev.synfin.wire.FrameDecoder;
import dev.synfin.wire.IpPacket;
import dev.synfin.wire.TcpSegment;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a timeline leaves out of its packets' headers and its captures hold: checksums, the urgent
 * pointer, reserved bits, the order of the options.
 *
 * <p>Lines of words, in ASCII. Captures are numbered as the timeline lists them, from 0:
 *
 * <pre>
 * 0 12 unfinished 0242ac12…   frame 12 of capture 0, its headers in hexadecimal
 * 1 14 right                  the same packet elsewhere: its checksum there
 * 0 there                     how capture 0 was found
 * </pre>
 */
public final class PacketHeaders {
  /** Whether a capture can be read. */
  private enum Found {
    THERE,
    MISSING,
    /** Another file is there by its name. */
    ANOTHER,
    /** None was kept, or nobody says where. */
    UNNAMED,
    UNREADABLE
  }

  /** A packet that one of the captures holds, captured at that time. */
  private record Wanted(PacketEvent packet, long epochNanos, boolean isFirst) {}

  private final Timeline timeline;
  private final OutputStream out;

  private PacketHeaders(Timeline timeline, OutputStream out) {
    this.timeline = timeline;
    this.out = out;
  }

  /** Writes the lines; a capture that cannot be read is one of them. The stream stays open. */
  public static void write(Timeline timeline, CapturePlace place, OutputStream out)
      throws IOException {
    var buffered = new BufferedOutputStream(out, 1 << 16);
    var headers = new PacketHeaders(timeline, buffered);
    List<Capture> captures = timeline.captures();
    List<Map<Long, Wanted>> wanted = headers.wanted();
    for (int i = 0; i < captures.size(); i++) {
      Found found = headers.read(i, captures.get(i), place, wanted.get(i));
      headers.line(i + " " + found.name().toLowerCase(Locale.ROOT));
    }
    buffered.flush();
  }

  /** By capture, the packets that stand in it, by their frame numbers there. */
  private List<Map<Long, Wanted>> wanted() {
    var numbers = new HashMap<String, Integer>();
    var wanted = new ArrayList<Map<Long, Wanted>>();
    for (Capture capture : timeline.captures()) {
      numbers.putIfAbsent(capture.id(), wanted.size());
      wanted.add(new HashMap<>());
    }
    for (Connection connection : timeline.connections()) {
      for (var event : connection.allEvents()) {
        if (event instanceof PacketEvent packet) {
          note(packet, connection.startedAt(), numbers, wanted);
        }
      }
    }
    return wanted;
  }

  private static void note(
      PacketEvent packet,
      Instant start,
      Map<String, Integer> numbers,
      List<Map<Long, Wanted>> wanted) {
    long startNanos = start.getEpochSecond() * 1_000_000_000L + start.getNano();
    Long tNs = packet.tNs();
    if (packet.seen().isEmpty() && tNs != null && !wanted.isEmpty()) {
      var one = new Wanted(packet, startNanos + tNs, true);
      wanted.getFirst().put(packet.frame(), one);
    }
    boolean isFirst = true;
    for (Seen seen : packet.seen()) {
      Integer capture = numbers.get(seen.capture());
      if (capture != null) {
        var one = new Wanted(packet, startNanos + seen.tNs(), isFirst);
        wanted.get(capture).put(seen.frame(), one);
      }
      isFirst = false;
    }
  }

  private Found read(int number, Capture capture, CapturePlace place, Map<Long, Wanted> wanted)
      throws IOException {
    Optional<Path> file = place.fileOf(capture);
    if (file.isEmpty()) {
      return Found.UNNAMED;
    }
    if (!Files.isRegularFile(file.get())) {
      return Found.MISSING;
    }
    try {
      if (!new SourceCapture(file.get(), capture).isUnchanged()) {
        return Found.ANOTHER;
      }
    } catch (IOException e) {
      return Found.UNREADABLE;
    }
    return read(number, file.get(), wanted);
  }

  private Found read(int number, Path file, Map<Long, Wanted> wanted) throws IOException {
    CaptureFile frames;
    try {
      frames = CaptureFile.open(file);
    } catch (IOException e) {
      return Found.UNREADABLE;
    }
    try (frames) {
      var decoder = new FrameDecoder();
      int[] others = new int[1];
      var lines = new StringBuilder();
      frames.deliverTo(frame -> {
        Wanted one = wanted.get(frame.number());
        if (one != null && !tell(number, frame, decoder, one, lines)) {
          others[0]++;
        }
      });
      if (others[0] > 0) {
        return Found.ANOTHER; // of which nothing is told
      }
      out.write(lines.toString().getBytes(US_ASCII));
      return Found.THERE;
    }
  }

  /** Whether the frame is the packet of which the timeline tells. */
  private static boolean tell(
      int number, Frame frame, FrameDecoder decoder, Wanted wanted, StringBuilder lines) {
    if (frame.epochNanos() != wanted.epochNanos
        || !(decoder.decode(frame) instanceof IpPacket packet)
        || !isIt(packet, wanted.packet)) {
      return false;
    }
    String verdict = decoder.checksum(packet).name().toLowerCase(Locale.ROOT);
    String told = number + " " + frame.number() + " " + verdict;
    if (wanted.isFirst) {
      int from = packet.frameOffset();
      int end = Math.min(packet.payloadOffset(), from + frame.capturedLength());
      told += " " + HexFormat.of().formatHex(packet.octets(), from, end);
    }
    lines.append(told).append('\n');
    return true;
  }

  private static boolean isIt(IpPacket packet, PacketEvent event) {
    return switch (event) {
      case SegmentEvent segment ->
          packet instanceof TcpSegment s && Integer.toUnsignedLong(s.seq()) == segment.rawSeq();
      case DatagramEvent datagram -> packet.payloadLength() == datagram.len();
      case IcmpEvent icmp -> packet.version() == icmp.version();
    };
  }

  private void line(String words) throws IOException {
    out.write((words + "\n").getBytes(US_ASCII));
  }
}
