package dev.synfin.parity;

import dev.synfin.capture.CaptureFile;
import dev.synfin.parity.Reading.Segment;
import dev.synfin.parity.Reading.SentAgain;
import dev.synfin.track.AnalysisFlag;
import dev.synfin.track.Connection;
import dev.synfin.track.ConnectionObserver;
import dev.synfin.track.ConnectionSummary;
import dev.synfin.track.ConnectionTracker;
import dev.synfin.track.Protocol;
import dev.synfin.track.SegmentFacts;
import dev.synfin.track.Side;
import dev.synfin.wire.CutSegment;
import dev.synfin.wire.Datagram;
import dev.synfin.wire.FrameDecoder;
import dev.synfin.wire.IcmpError;
import dev.synfin.wire.TcpSegment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;

/** Reads a capture file with synfin. */
final class SynfinReading implements ConnectionObserver {
  private final Reading reading = new Reading();

  private SynfinReading() {}

  static Reading of(Path capture) throws IOException {
    var observer = new SynfinReading();
    var tracker = new ConnectionTracker(observer);
    var decoder = new FrameDecoder();
    try (var file = CaptureFile.open(capture)) {
      file.deliverTo(frame -> tracker.accept(decoder.decode(frame)));
    }
    tracker.finish();
    return observer.reading;
  }

  @Override
  public void segment(Connection connection, TcpSegment segment, SegmentFacts facts) {
    var analysis = EnumSet.noneOf(AnalysisFlag.class);
    for (AnalysisFlag flag : AnalysisFlag.values()) {
      if (facts.is(flag)) {
        analysis.add(flag);
      }
    }
    int flags = segment.flags();
    var seen =
        new Segment(
            connection.stream(), flags, facts.relativeSeq(), segment.payloadLength(), analysis);
    reading.segments.put(segment.frameNumber(), seen);
    if (facts.retransmission() != null) {
      reading.sentAgain.add(sentAgain(segment));
    }
  }

  private static SentAgain sentAgain(TcpSegment segment) {
    long micros = Math.floorDiv(segment.epochNanos(), 1_000L);
    String time = "%d.%06d".formatted(micros / 1_000_000, micros % 1_000_000);
    return new SentAgain(time, Integer.toUnsignedLong(segment.seq()));
  }

  @Override
  public void cutSegment(CutSegment cut) {
    var nothing = new Segment(-1, 0, 0, 0, EnumSet.noneOf(AnalysisFlag.class));
    reading.segments.put(cut.frameNumber(), nothing);
  }

  @Override
  public void closed(Connection connection) {
    ConnectionSummary summary = connection.summary();
    reading.connections.add(summary);
    Integer sum = summary.completeness();
    if (connection.protocol() == Protocol.TCP && sum != null) {
      reading.completeness.put(connection.stream(), sum);
    }
  }

  @Override
  public void opened(Connection connection) {}

  @Override
  public void datagram(Connection connection, Datagram datagram, Side from) {}

  @Override
  public void icmp(Connection connection, IcmpError error, Side from) {}
}
