package dev.synfin.timeline;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.synfin.track.Side;
import org.jspecify.annotations.Nullable;

/** Something that happened in a connection's life; its field {@code event} names the kind. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(value = SegmentEvent.class, name = "segment"),
  @JsonSubTypes.Type(value = DatagramEvent.class, name = "datagram"),
  @JsonSubTypes.Type(value = IcmpEvent.class, name = "icmp"),
  @JsonSubTypes.Type(value = CallEvent.class, name = "call")
})
public sealed interface Event permits PacketEvent, CallEvent {

  /**
   * Nanoseconds since the connection's first frame, negative for a call before it; null only for a
   * call that belongs to no connection.
   */
  @Nullable Long tNs();

  /** Whose doing it is: the sender, or the side of the program that called. */
  Side by();
}
