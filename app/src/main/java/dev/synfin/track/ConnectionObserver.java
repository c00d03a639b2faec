package dev.synfin.track;

import dev.synfin.wire.CutSegment;
import dev.synfin.wire.Datagram;
import dev.synfin.wire.IcmpError;
import dev.synfin.wire.TcpSegment;

/** Told by the {@link ConnectionTracker} what happens, in the order of capture. */
public interface ConnectionObserver {

  /** A connection or a UDP conversation was seen for the first time. */
  void opened(Connection connection);

  /** A segment, and what the tracker concluded; both valid during the call only. */
  void segment(Connection connection, TcpSegment segment, SegmentFacts facts);

  /** A segment of no connection that can be told, valid during the call only. */
  default void cutSegment(CutSegment cut) {}

  /** A datagram, valid during the call only. */
  void datagram(Connection connection, Datagram datagram, Side from);

  /** An ICMP error about this connection, valid during the call only. */
  void icmp(Connection connection, IcmpError error, Side from);

  /**
   * Nothing more will come of this connection: it was evicted, its four-tuple was taken by another
   * one, or the capture ended. {@link Connection#summary()} is final.
   */
  void closed(Connection connection);
}
