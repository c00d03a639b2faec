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
  private static final int MPLS = 0x8847;
  private static final int MPLS_MULTICAST = 0x8848;
  private static final int PPPOE_SESSION = 0x8864;
  private static final int PPP_IP4 = 0x0021;
  private static final int PPP_IP6 = 0x0057;
  private static final int PPP_MPLS = 0x0281;
  private static final int PPP_MPLS_MULTICAST = 0x0283;

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
      case 6 -> tokenRing(octets, from, end);
      case 0 -> loopback(octets, from, end);
      case 108 -> loopback(octets, from, end);
      case 9, 50 -> ppp(octets, from, end);
      case 10 -> snap(octets, from + 13, end); // FDDI: frame control, addresses
      case 12, 14, 101 -> raw(octets, from, end);
      case 228 -> at(from, IP4);
      case 229 -> at(from, IP6);
      case 104 -> etherType(octets, from + 2, end); // Cisco HDLC: address, control, type
      case 113 -> cooked(octets, from, end, 14, 16);
      case 258 -> packetTap(octets, from, end);
      case 276 -> cooked(octets, from, end, 0, 20);
      default -> NONE;
    };
  }

  private int at(int offset, int protocol) {
    networkOffset = offset;
    return protocol;
  }

  /** IEEE 802.3 has a length instead of the type, which SNAP then carries. */
  private int ethernet(byte[] octets, int from, int end) {
    int type = from + 12;
    boolean length = type + 2 <= end && Octets.u16(octets, type) <= 1500;
    return length ? snap(octets, type + 2, end) : etherType(octets, type, end);
  }

  /** RFC 1042: LLC with the number of SNAP, whose organisation 0 stands for EtherTypes. */
  private int snap(byte[] octets, int from, int end) {
    if (from + 6 > end) {
      return CUT;
    }
    boolean snap = Octets.i32(octets, from) == 0xAAAA0300 && Octets.u16(octets, from + 4) == 0;
    return snap ? etherType(octets, from + 6, end) : NONE;
  }

  /** IEEE 802.5: behind the addresses there is a route where the sender's begins with a 1. */
  private int tokenRing(byte[] octets, int from, int end) {
    int behind = from + 14; // access control, frame control, addresses
    if (behind >= end) {
      return CUT;
    }
    boolean routed = (octets[from + 8] & 0x80) != 0;
    return snap(octets, behind + (routed ? Octets.u8(octets, behind) & 0x1F : 0), end);
  }

  /** Apple's header tells its own length and which link's frame it stands before. */
  private int packetTap(byte[] octets, int from, int end) {
    if (from + 12 > end) {
      return CUT;
    }
    int length = Integer.reverseBytes(Octets.i32(octets, from));
    int linkType = Integer.reverseBytes(Octets.i32(octets, from + 8));
    if (length < 12 || linkType == 258) {
      return NONE;
    }
    return length >= end - from ? CUT : find(linkType, octets, from + length, end);
  }

  private int etherType(byte[] octets, int from, int end) {
    return from + 2 > end ? CUT : behind(Octets.u16(octets, from), octets, from + 2, end);
  }

  /** IEEE 802.1Q and 802.1ad tags may be stacked to any depth; each takes four octets. */
  private int behind(int etherType, byte[] octets, int from, int end) {
    int type = etherType;
    int at = from;
    while (true) {
      switch (type) {
        case IP4, IP6 -> {
          return at(at, type);
        }
        case VLAN, SERVICE_VLAN, OLD_SERVICE_VLAN -> {
          at += 4;
          if (at > end) {
            return CUT;
          }
          type = Octets.u16(octets, at - 2);
        }
        case MPLS, MPLS_MULTICAST -> {
          return labels(octets, at, end);
        }
        case PPPOE_SESSION -> {
          return ppp(octets, at + 6, end);
        }
        default -> {
          return NONE;
        }
      }
    }
  }

  /**
   * RFC 3032, 2.1: four octets each, the last with the bottom-of-stack bit. They do not say what
   * they carry; an IP packet is known by its version, as every router knows it (RFC 4928, 2).
   */
  private int labels(byte[] octets, int from, int end) {
    for (int at = from; at + 4 <= end; at += 4) {
      if ((Octets.u8(octets, at + 2) & 1) != 0) {
        return raw(octets, at + 4, end);
      }
    }
    return CUT;
  }

  /**
   * RFC 1661, 2: the protocol field has two octets, the second of which is odd, or that one alone;
   * behind HDLC framing they follow FF 03.
   */
  private int ppp(byte[] octets, int from, int end) {
    int at = from;
    if (at + 2 <= end && Octets.u16(octets, at) == 0xFF03) {
      at += 2;
    }
    if (at + 2 > end) {
      return CUT;
    }
    boolean compressed = (octets[at] & 1) != 0;
    int protocol = compressed ? Octets.u8(octets, at) : Octets.u16(octets, at);
    at += compressed ? 1 : 2;
    return switch (protocol) {
      case PPP_IP4 -> at(at, IP4);
      case PPP_IP6 -> at(at, IP6);
      case PPP_MPLS, PPP_MPLS_MULTICAST -> labels(octets, at, end);
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
    return behind(Octets.u16(octets, from + typeAt), octets, from + header, end);
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
