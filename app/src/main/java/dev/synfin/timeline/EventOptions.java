package dev.synfin.timeline;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much of each packet goes into a document.
 *
 * @param events whether there are events at all
 * @param payloadBytes how many octets of each payload are kept at most; 0 = none
 * @param linkType libpcap's name of the capture's link type, for the name of the lowest layer
 * @param names the lab hosts' names by their address
 */
public record EventOptions(
    boolean events, int payloadBytes, @Nullable String linkType, Map<String, String> names) {

  /** All events, with 64 octets of payload. */
  public static final EventOptions DEFAULT = new EventOptions(true, 64, null, Map.of());

  public EventOptions {
    if (payloadBytes < 0) {
      throw new IllegalArgumentException("payloadBytes is negative: " + payloadBytes);
    }
    names = Map.copyOf(names);
  }

  /** The same with or without events. */
  public EventOptions withEvents(boolean wanted) {
    return new EventOptions(wanted, payloadBytes, linkType, names);
  }

  /** The same with another limit of payload. */
  public EventOptions withPayloadBytes(int limit) {
    return new EventOptions(events, limit, linkType, names);
  }

  /** The same for captures of this link type. */
  public EventOptions withLinkType(@Nullable String type) {
    return new EventOptions(events, payloadBytes, type, names);
  }

  /** The same with these hosts' names. */
  public EventOptions withNames(Map<String, String> hosts) {
    return new EventOptions(events, payloadBytes, linkType, hosts);
  }
}
