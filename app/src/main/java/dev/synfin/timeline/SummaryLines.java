package dev.synfin.timeline;

import dev.synfin.track.Connection;
import dev.synfin.track.Protocol;
import dev.synfin.track.Traffic;

/** Writes the lines of a {@link SummaryWriter}, in columns, under a line that names these. */
final class SummaryLines implements LineRelay.Closings {
  private static final int END = 21;
  private static final int COUNT = 8;
  private static final int OCTETS = 11;
  private static final int SECONDS = 14;
  private static final long NANOS = 1_000_000_000;

  private final LineBuffer line;
  private long connections;
  private long conversations;

  /** When the first connection began: starts are told from there. */
  long origin = Long.MIN_VALUE;

  SummaryLines(LineBuffer line) {
    this.line = line;
  }

  /** Writes the line that names the columns. */
  void writeHead() {
    word("proto", 6);
    word("client", END + 1);
    word("server", END + 1);
    word("state", 7);
    word("history", 13);
    right("frames", COUNT);
    right("bytes", OCTETS);
    right("frames", COUNT);
    right("bytes", OCTETS);
    right("start_s", SECONDS);
    right("duration_s", SECONDS);
    right("rtt_ms", SECONDS);
    line.endLine();
  }

  private void word(String text, int width) {
    var mark = line.mark();
    line.text(text).fill(mark, width);
  }

  private void right(String text, int width) {
    var mark = line.mark();
    line.text(text).alignRight(mark, width);
  }

  @Override
  public void write(Connection connection, long lastAt) {
    if (connection.protocol() == Protocol.TCP) {
      connections++;
    } else {
      conversations++;
    }
    word(Names.of(connection.protocol()), 6);
    var version = connection.ipVersion();
    end(version, connection.clientHigh(), connection.clientLow(), connection.clientPort());
    end(version, connection.serverHigh(), connection.serverLow(), connection.serverPort());
    var brief = connection.brief();
    word(brief.connState(), 7);
    word(brief.history(), 13);
    sent(brief.clientTraffic());
    sent(brief.serverTraffic());
    fraction(connection.startedAtNanos() - origin, NANOS, 9);
    fraction(connection.durationNs(), NANOS, 9);
    roundTrip(brief.rttNs());
    line.endLine();
  }

  private void end(int version, long high, long low, int port) {
    var mark = line.mark();
    line.text(version == 4 ? "" : "[");
    line.address(version, high, low);
    line.text(version == 4 ? ":" : "]:").number(port).fill(mark, END).character(' ');
  }

  private void sent(Traffic traffic) {
    count(traffic.frames(), COUNT);
    count(traffic.payloadBytes(), OCTETS);
  }

  private void roundTrip(long nanos) {
    if (nanos < 0) {
      right("-", SECONDS);
    } else {
      fraction(nanos, NANOS / 1_000, 6);
    }
  }

  private void count(long value, int width) {
    var mark = line.mark();
    line.character(' ').number(value).alignRight(mark, width);
  }

  private void fraction(long nanos, long unit, int digits) {
    var mark = line.mark();
    line.character(' ');
    if (nanos < 0) {
      line.character('-');
    }
    var size = Math.abs(nanos);
    line.number(size / unit).character('.').padded((int) (size % unit), digits);
    line.alignRight(mark, SECONDS);
  }

  /** Writes the last line: how many there were of each kind. */
  void writeTotals(Capture.Frames frames, long evicted) {
    line.number(connections).text(" connections, ");
    line.number(conversations).text(" UDP conversations; ");
    line.number(frames.captured()).text(" frames: ");
    line.number(frames.tcp()).text(" TCP, ").number(frames.udp()).text(" UDP, ");
    line.number(frames.other()).text(" other, ").number(frames.malformed()).text(" malformed, ");
    line.number(frames.truncated()).text(" truncated; ");
    line.number(evicted).text(" given up");
    line.endLine();
  }
}
