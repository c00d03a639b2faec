package dev.synfin.fuzz;

import dev.synfin.capture.Frame;
import dev.synfin.track.Connection;
import dev.synfin.track.ConnectionObserver;
import dev.synfin.track.ConnectionTracker;
import dev.synfin.track.SegmentFacts;
import dev.synfin.track.Side;
import dev.synfin.wire.Datagram;
import dev.synfin.wire.FrameDecoder;
import dev.synfin.wire.IcmpError;
import dev.synfin.wire.TcpSegment;
import java.nio.ByteBuffer;

/**
 * Segments between a few ends, eight octets each: flags; direction and ports; numbers relative to
 * where the sender is; length; window; time; an option.
 */
public final class TrackerFuzz implements ConnectionObserver {
  private static final int RAW_IP = 101, EACH = 8, MOST_CONNECTIONS = 4;

  private final ByteBuffer input;
  private final int[] next = {0, Integer.MIN_VALUE};
  private long nanos = 1_793_534_400_000_000_000L;
  private long number;
  private long segments;
  private int open;

  private TrackerFuzz(byte[] input) {
    this.input = ByteBuffer.wrap(input);
  }

  /** Follows the segments. */
  public static void fuzzerTestOneInput(byte[] input) {
    new TrackerFuzz(input).run();
  }

  private void run() {
    var tracker = new ConnectionTracker(this, MOST_CONNECTIONS);
    var decoder = new FrameDecoder();
    var frame = new Frame();
    while (input.remaining() >= EACH) {
      byte[] packet = segment();
      frame.set(++number, nanos, RAW_IP, packet, 0, packet.length, packet.length);
      tracker.accept(decoder.decode(frame));
    }
    tracker.finish();
    Sane.expect(segments == number, "segments were lost");
    Sane.expect(open == 0, "connections were not closed");
  }

  @Override
  public void opened(Connection connection) {
    Sane.expect(++open <= MOST_CONNECTIONS, "too many connections at once");
  }

  @Override
  public void segment(Connection connection, TcpSegment segment, SegmentFacts facts) {
    segments++;
    Sane.expect(facts.relativeSeq() >= 0 && facts.relativeSeq() >>> 32 == 0, "no 32 bits");
    Sane.expect(facts.acksFrame() < segment.frameNumber(), "acknowledges what is to come");
    Sane.expect(facts.duplicateOf() < segment.frameNumber(), "a copy of what is to come");
    var again = facts.retransmission();
    Sane.expect(again == null || (again.cause() == null) == (again.basis() == null), "no basis");
  }

  @Override
  public void closed(Connection connection) {
    open--;
    var summary = connection.summary();
    Sane.expect(summary.durationNs() >= 0, "ends before it began");
    Sane.expect(summary.history().length() <= 256, "a history without end");
  }

  @Override
  public void datagram(Connection connection, Datagram datagram, Side from) {}

  @Override
  public void icmp(Connection connection, IcmpError error, Side from) {}

  private byte[] segment() {
    int flags = input.get() & 0xFF;
    int ends = input.get();
    int side = ends & 1;
    int seq = next[side] + number(input.get());
    int ack = next[1 - side] + number(input.get());
    int length = length(input.get());
    int window = input.get() & 0xFF;
    nanos += (long) input.get() * input.get() * 100_000;
    boolean sack = (ends & 0x80) != 0;
    var packet = ByteBuffer.allocate((sack ? 52 : 40) + length);
    packet.putShort((short) 0x4500).putShort((short) packet.capacity());
    packet.putShort((short) number).putShort((short) 0).put((byte) 64).put((byte) 6);
    packet.putShort((short) 0).putInt(10 + side).putInt(11 - side);
    int port = (ends >> 1) & 7;
    packet.putShort((short) (side == 0 ? port : 80)).putShort((short) (side == 0 ? 80 : port));
    packet.putInt(seq).putInt((flags & TcpSegment.ACK) == 0 ? 0 : ack);
    packet.put((byte) (sack ? 0x80 : 0x50)).put((byte) flags).putShort((short) (window << 8));
    packet.putInt(0);
    if (sack) {
      packet.putShort((short) 0x0101).putShort((short) 0x050A).putInt(ack + 100).putInt(ack + 200);
    }
    if ((ends & 0x40) == 0) {
      next[side] = seq + length;
    }
    return packet.array();
  }

  /** Near by, or far away. */
  private static int number(byte octet) {
    return (octet & 0x80) == 0 ? octet - 64 : octet << 24;
  }

  private static int length(byte octet) {
    return (octet & 0xFF) < 128 ? octet & 1 : (octet & 0x7F) * 12;
  }
}
