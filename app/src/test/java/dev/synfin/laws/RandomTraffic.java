package dev.synfin.laws;

import dev.synfin.wire.FrameBuilder;
import dev.synfin.wire.TcpSegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Connections in which much goes wrong, the same for the same seed: holes, retransmissions, copies,
 * closed windows, probes, selective acknowledgements, resets and reused ports.
 */
final class RandomTraffic {
  private static final int FIN = TcpSegment.FIN,
      SYN = TcpSegment.SYN,
      RST = TcpSegment.RST,
      ACK = TcpSegment.ACK;

  /** One segment, its numbers relative to the initial ones. */
  private record Sent(
      int connection,
      boolean ofClient,
      int flags,
      long seq,
      long ack,
      int length,
      int window,
      int identification,
      int sackedFrom,
      long epochNanos) {}

  private final Random random;
  private final List<Sent> sent = new ArrayList<>();
  private int connection;
  private long nanos;
  private int identification = 1;

  /** Next number, highest number that arrived, and window of the client and the server. */
  private final long[] next = new long[2];

  private final int[] window = new int[2];

  private RandomTraffic(long seed) {
    random = new Random(seed);
  }

  static RandomTraffic of(long seed) {
    var traffic = new RandomTraffic(seed);
    for (int i = 0; i < 12; i++) {
      traffic.connect();
    }
    traffic.sent.sort(Comparator.comparingLong(Sent::epochNanos));
    return traffic;
  }

  private void connect() {
    connection++;
    nanos = 1_793_534_400_000_000_000L + random.nextInt(50_000_000);
    next[0] = 0;
    next[1] = 0;
    window[0] = 64_240;
    window[1] = 65_160;
    if (random.nextInt(5) > 0) {
      open();
    } else {
      next[0] = 1;
      next[1] = 1;
    }
    int steps = random.nextInt(60);
    for (int i = 0; i < steps; i++) {
      step(random.nextInt(2));
    }
    close();
  }

  private void open() {
    for (int again = random.nextInt(3); again >= 0; again--) {
      send(0, SYN, 0, 0, false);
    }
    next[0] = 1;
    send(1, SYN | ACK, 0, 0, false);
    next[1] = 1;
    send(0, ACK, 1, 0, false);
  }

  private void step(int side) {
    switch (random.nextInt(10)) {
      case 0 -> next[side] += 1 + random.nextInt(3000); // lost
      case 1 -> send(side, ACK, back(side), 1 + random.nextInt(1460), false);
      case 2 -> send(side, ACK, next[side] - 1, random.nextInt(2), false); // keep-alive
      case 3 -> window[side] = random.nextInt(3) == 0 ? 0 : random.nextInt(65_536);
      case 4 -> send(side, ACK, next[side], 0, true);
      case 5 -> sent.add(sent.getLast()); // held twice
      case 6, 7 -> send(side, ACK, next[side], 0, false);
      default -> {
        int length = random.nextInt(4) == 0 ? 1 : random.nextInt(1460);
        send(side, ACK, next[side], length, false);
        next[side] += length;
      }
    }
  }

  private long back(int side) {
    return Math.max(1, next[side] - random.nextInt(5000));
  }

  private void close() {
    if (random.nextInt(4) == 0) {
      send(random.nextInt(2), RST | ACK, next[0], 0, false);
      return;
    }
    for (int side = 0; side < 2 - random.nextInt(2); side++) {
      send(side, FIN | ACK, next[side], 0, false);
      next[side]++;
      send(1 - side, ACK, next[1 - side], 0, false);
    }
  }

  private void send(int side, int flags, long seq, int length, boolean sack) {
    nanos += random.nextInt(4) == 0 ? random.nextInt(400_000_000) : random.nextInt(2_000_000);
    long ack = random.nextInt(6) == 0 ? Math.max(1, next[1 - side] - 1000) : next[1 - side];
    sent.add(
        new Sent(
            connection,
            side == 0,
            flags,
            seq,
            (flags & SYN) != 0 ? next[1 - side] : ack,
            length,
            window[side],
            identification++ & 0xFFFF,
            sack ? random.nextInt(5000) : -1,
            nanos));
  }

  /** The frames, built with these initial sequence numbers and on this link. */
  List<FrameBuilder> frames(int clientIsn, int serverIsn, int linkType) {
    var frames = new ArrayList<FrameBuilder>();
    for (Sent each : sent) {
      frames.add(frame(each, clientIsn, serverIsn).link(linkType).number(frames.size() + 1));
    }
    return frames;
  }

  private static FrameBuilder frame(Sent each, int clientIsn, int serverIsn) {
    int mine = each.ofClient ? clientIsn : serverIsn;
    int theirs = each.ofClient ? serverIsn : clientIsn;
    var frame = new FrameBuilder();
    ends(frame, each);
    frame
        .at(each.epochNanos)
        .flags(each.flags)
        .seq(each.seq + mine)
        .ack((each.flags & ACK) == 0 ? 0 : each.ack + theirs)
        .window(each.window)
        .identification(each.identification)
        .payload(new byte[each.length]);
    if ((each.flags & SYN) != 0) {
      frame.mss(1460).sackPermitted().option(1).windowScale(7);
    } else if (each.sackedFrom >= 0) {
      int left = (int) each.ack + theirs + each.sackedFrom;
      frame.option(1).option(1).sack(left, left + 1460);
    }
    return frame;
  }

  private static void ends(FrameBuilder frame, Sent each) {
    int port = 40_000 + each.connection / 2; // every other one takes the ports of the one before
    if (each.ofClient) {
      frame.from("192.0.2.1", port).to("192.0.2.2", 8080);
    } else {
      frame.from("192.0.2.2", 8080).to("192.0.2.1", port);
    }
  }
}
