package dev.synfin.track;

import dev.synfin.wire.CutSegment;
import dev.synfin.wire.Datagram;
import dev.synfin.wire.IcmpError;
import dev.synfin.wire.TcpSegment;

/** Tells another observer everything: for those that look at one thing on its way. */
public abstract class ForwardingObserver implements ConnectionObserver {
  private final ConnectionObserver next;

  protected ForwardingObserver(ConnectionObserver next) {
    this.next = next;
  }

  @Override
  public void opened(Connection connection) {
    next.opened(connection);
  }

  @Override
  public void segment(Connection connection, TcpSegment segment, SegmentFacts facts) {
    next.segment(connection, segment, facts);
  }

  @Override
  public void cutSegment(CutSegment cut) {
    next.cutSegment(cut);
  }

  @Override
  public void datagram(Connection connection, Datagram datagram, Side from) {
    next.datagram(connection, datagram, from);
  }

  @Override
  public void icmp(Connection connection, IcmpError error, Side from) {
    next.icmp(connection, error, from);
  }

  @Override
  public void closed(Connection connection) {
    next.closed(connection);
  }
}
