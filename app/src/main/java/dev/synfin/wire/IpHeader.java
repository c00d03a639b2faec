package dev.synfin.wire;

import org.jspecify.annotations.Nullable;

/** An IPv4 header (RFC 791, 3.1) or an IPv6 header with its extensions (RFC 8200, 3 and 4). */
final class IpHeader {
  private static final int HOP_BY_HOP = 0;
  private static final int ROUTING = 43;
  private static final int FRAGMENT = 44;
  private static final int AUTHENTICATION = 51;
  private static final int DESTINATION = 60;
  private static final int MOST_EXTENSIONS = 16;

  /** Types of routing headers. */
  private static final int SOURCE_ROUTE = 0;

  private static final int HOME_ADDRESS = 2;
  private static final int SEGMENT_LIST = 4;

  int version;
  long sourceHigh;
  long sourceLow;
  long destinationHigh;
  long destinationLow;
  int protocol;
  int timeToLive;
  int identification;
  boolean firstFragment;
  boolean laterFragment;

  /** Whether the checksum is over another destination than this header's (RFC 8200, 8.1). */
  boolean underway;

  int payloadOffset;
  int payloadLength;

  /**
   * Reads an IPv4 header.
   *
   * @param end where the captured octets end
   * @param beyond where the frame ended on the link
   * @return why it cannot be read, or null
   */
  @Nullable Refusal readVersion4(byte[] octets, int at, int end, int beyond) {
    if (at + 20 > end) {
      return Refusal.TRUNCATED;
    }
    int first = Octets.u8(octets, at);
    int headerLength = (first & 0xF) * 4;
    int totalLength = Octets.u16(octets, at + 2);
    if (totalLength == 0 || totalLength > beyond - at) {
      totalLength = beyond - at; // left to the network card, or more than the frame had room for
    }
    if (first >> 4 != 4 || headerLength < 20 || totalLength < headerLength) {
      return Refusal.MALFORMED;
    }
    version = 4;
    identification = Octets.u16(octets, at + 4);
    underway = false;
    int fragment = Octets.u16(octets, at + 6);
    laterFragment = (fragment & 0x1FFF) != 0;
    firstFragment = !laterFragment && (fragment & 0x2000) != 0;
    timeToLive = Octets.u8(octets, at + 8);
    protocol = Octets.u8(octets, at + 9);
    sourceHigh = 0;
    sourceLow = Octets.i32(octets, at + 12) & 0xFFFF_FFFFL;
    destinationHigh = 0;
    destinationLow = Octets.i32(octets, at + 16) & 0xFFFF_FFFFL;
    payloadOffset = at + headerLength;
    payloadLength = totalLength - headerLength;
    return null;
  }

  /** Reads an IPv6 header and its extension headers; as {@link #readVersion4}. */
  @Nullable Refusal readVersion6(byte[] octets, int at, int end, int beyond) {
    if (at + 40 > end) {
      return Refusal.TRUNCATED;
    }
    if (Octets.u8(octets, at) >> 4 != 6) {
      return Refusal.MALFORMED;
    }
    version = 6;
    identification = -1;
    firstFragment = false;
    laterFragment = false;
    underway = false;
    payloadLength = Octets.u16(octets, at + 4);
    int room = Math.max(0, beyond - at - 40);
    if (payloadLength == 0 || payloadLength > room) {
      payloadLength = room; // a jumbogram, segmentation offload, or more than the frame had
    }
    protocol = Octets.u8(octets, at + 6);
    timeToLive = Octets.u8(octets, at + 7);
    sourceHigh = Octets.i64(octets, at + 8);
    sourceLow = Octets.i64(octets, at + 16);
    destinationHigh = Octets.i64(octets, at + 24);
    destinationLow = Octets.i64(octets, at + 32);
    payloadOffset = at + 40;
    return skipExtensions(octets, end);
  }

  private @Nullable Refusal skipExtensions(byte[] octets, int end) {
    for (int i = 0; i < MOST_EXTENSIONS && isExtension() && !laterFragment; i++) {
      if (payloadLength < 8) {
        return Refusal.MALFORMED;
      }
      if (payloadOffset + 8 > end) {
        return Refusal.TRUNCATED;
      }
      int length = extension(octets, end);
      if (payloadLength < length) {
        return Refusal.MALFORMED;
      }
      protocol = Octets.u8(octets, payloadOffset);
      payloadOffset += length;
      payloadLength -= length;
    }
    return null;
  }

  private boolean isExtension() {
    return switch (protocol) {
      case HOP_BY_HOP, ROUTING, FRAGMENT, AUTHENTICATION, DESTINATION -> true;
      default -> false;
    };
  }

  /** The length of the extension header here, at least 8; reads what it says of the packet. */
  private int extension(byte[] octets, int end) {
    int lengthField = Octets.u8(octets, payloadOffset + 1);
    return switch (protocol) {
      case FRAGMENT -> {
        fragment(octets);
        yield 8;
      }
      case AUTHENTICATION -> (lengthField + 2) * 4;
      case ROUTING -> {
        route(octets, end, (lengthField + 1) * 8);
        yield (lengthField + 1) * 8;
      }
      default -> (lengthField + 1) * 8;
    };
  }

  /**
   * RFC 8200, 4.4: while there are segments left, the packet is on its way to another node than the
   * connection's end, whose address stands last on the route (RFC 2460, 4.4, and RFC 6275, 6.4), or
   * first (RFC 8754, 2).
   */
  private void route(byte[] octets, int end, int length) {
    underway = Octets.u8(octets, payloadOffset + 3) != 0;
    int last =
        switch (Octets.u8(octets, payloadOffset + 2)) {
          case SOURCE_ROUTE, HOME_ADDRESS -> payloadOffset + length - 16;
          case SEGMENT_LIST -> payloadOffset + 8;
          default -> end;
        };
    if (underway && length >= 24 && last + 16 <= end) {
      destinationHigh = Octets.i64(octets, last);
      destinationLow = Octets.i64(octets, last + 8);
    }
  }

  private void fragment(byte[] octets) {
    int fragment = Octets.u16(octets, payloadOffset + 2);
    laterFragment = (fragment & 0xFFF8) != 0;
    firstFragment = !laterFragment && (fragment & 1) != 0;
    identification = Octets.i32(octets, payloadOffset + 4) & 0xFFFF;
  }
}
