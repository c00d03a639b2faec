package dev.synfin.timeline;

import dev.synfin.track.Side;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event that a tap saw. */
public sealed interface PacketEvent extends Event permits SegmentEvent, DatagramEvent, IcmpEvent {

  /**
   * Number in its capture, from 1; of several captures, in the one that {@link #seen} names first.
   */
  long frame();

  /** Who sent it. */
  Side from();

  /** IPv4's time to live or IPv6's hop limit. */
  @Nullable Integer ttl();

  /** IPv4's identification field, or null (IPv6). */
  @Nullable Integer ipId();

  /** The captures that hold it, the sender's first; empty in the timeline of a single capture. */
  List<Seen> seen();

  /** Where it was lost; null where it was not, or a single capture cannot tell. */
  @Nullable Lost lost();

  @Override
  default Side by() {
    return from();
  }
}
