package dev.synfin.fuzz;

import dev.synfin.track.Connection;
import dev.synfin.track.ConnectionObserver;
import dev.synfin.track.SegmentFacts;
import dev.synfin.track.Side;
import dev.synfin.wire.Datagram;
import dev.synfin.wire.IcmpError;
import dev.synfin.wire.TcpSegment;

/** Asks for every summary. */
final class Summaries implements ConnectionObserver {
  @Override
  public void opened(Connection connection) {}

  @Override
  public void segment(Connection connection, TcpSegment segment, SegmentFacts facts) {}

  @Override
  public void datagram(Connection connection, Datagram datagram, Side from) {}

  @Override
  public void icmp(Connection connection, IcmpError error, Side from) {}

  @Override
  public void closed(Connection connection) {
    check(connection);
  }

  static void check(Connection connection) {
    Sane.expect(connection.summary().durationNs() >= 0, "ends before it began");
  }
}
