package dev.synfin.wire;

/**
 * Finds the IP header behind the link header: how long the link header is, and what protocol it
 * announces.
 */
final class LinkLayer {
  static final int IP4 = 0x0800;
  static final int IP6 = 0x86DD;

  /** Nothing that synfin follows. */
  static final int NONE = -1;

  /** The capture cut the link header. */
  static final int CUT = -2;

  private static final int VLAN = 0x8100;
  private static final int SERVICE_VLAN = 0x88A8;
  private static final int OLD_SERVICE_VLAN = 0x9100;
  private static final int PPPOE_SESSION = 0x8864;
  private static final int PPP_IP4 = 0x0021;
  private static final int PPP_IP6 = 0x0057;

  /** Where the IP header begins, after {@link #find}. */
  int networkOffset;

  /**
   * Looks behind the link header.
   *
   * @param linkType libpcap's LINKTYPE_ number
   * @return {@link #IP4}, {@link #IP6}, {@link #NONE} or {@link #CUT}
   */
  int find(int linkType, byte[] octets, int from, int end) {
    return switch (linkType) {
      case 1 -> ethernet(octets, from, end);
      case 0 -> loopback(octets, from, end);
      case 108 -> loopback(octets, from, end);
      case 9, 50 -> ppp(octets, from, end);
      case 12, 14, 101 -> raw(octets, from, end);
      case 228 -> at(from, IP4);
      case 229 -> at(from, IP6);
      case 104 -> etherType(octets, from + 2, end); // Cisco HDLC: address, control, type
      case 113 -> cooked(octets, from, end, 14, 16);
      case 276 -> cooked(octets, from, end, 0, 20);
      default -> NONE;
    };
  }

  private int at(int offset, int protocol) {
    networkOffset = offset;
    return protocol;
  }

  private int ethernet(byte[] octets, int from, int end) {
    int type = from + 12;
    return etherType(octets, isSnap(octets, type, end) ? type + 8 : type, end);
  }

  /** IEEE 802.3 with a length instead of a type, which SNAP carries (RFC 1042). */
  private static boolean isSnap(byte[] octets, int at, int end) {
    return at + 8 <= end
        && Octets.u16(octets, at) <= 1500
        && Octets.i32(octets, at + 2) == 0xAAAA0300
        && Octets.u16(octets, at + 6) == 0;
  }

  /** IEEE 802.1Q and 802.1ad tags may be stacked to any depth; each takes four octets. */
  private int etherType(byte[] octets, int from, int end) {
    int at = from;
    while (at + 2 <= end) {
      int type = Octets.u16(octets, at);
      switch (type) {
        case IP4, IP6 -> {
          return at(at + 2, type);
        }
        case VLAN, SERVICE_VLAN, OLD_SERVICE_VLAN -> at += 4;
        case PPPOE_SESSION -> {
          return ppp(octets, at + 8, end);
        }
        default -> {
          return NONE;
        }
      }
    }
    return CUT;
  }

  /** RFC 1661, 2: the protocol field has two octets; behind HDLC framing they follow FF 03. */
  private int ppp(byte[] octets, int from, int end) {
    int at = from;
    if (at + 2 <= end && Octets.u16(octets, at) == 0xFF03) {
      at += 2;
    }
    if (at + 2 > end) {
      return CUT;
    }
    return switch (Octets.u16(octets, at)) {
      case PPP_IP4 -> at(at + 2, IP4);
      case PPP_IP6 -> at(at + 2, IP6);
      default -> NONE;
    };
  }

  private int raw(byte[] octets, int from, int end) {
    if (from >= end) {
      return CUT;
    }
    return switch (Octets.u8(octets, from) >> 4) {
      case 4 -> at(from, IP4);
      case 6 -> at(from, IP6);
      default -> NONE;
    };
  }

  private int cooked(byte[] octets, int from, int end, int typeAt, int header) {
    if (from + header > end) {
      return CUT;
    }
    int type = Octets.u16(octets, from + typeAt);
    if (type == VLAN || type == SERVICE_VLAN) {
      return etherType(octets, from + header + 2, end);
    }
    return type == IP4 || type == IP6 ? at(from + header, type) : NONE;
  }

  /** The address family in the capturing host's byte order; each BSD has its own for IPv6. */
  private int loopback(byte[] octets, int from, int end) {
    if (from + 4 > end) {
      return CUT;
    }
    int family = Octets.i32(octets, from);
    if ((family & 0xFFFF0000) != 0) {
      family = Integer.reverseBytes(family);
    }
    return switch (family) {
      case 2 -> at(from + 4, IP4);
      case 10, 23, 24, 28, 30 -> at(from + 4, IP6);
      default -> NONE;
    };
  }
}
