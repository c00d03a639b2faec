package dev.synfin.track;

import java.util.BitSet;

/**
 * Ports that services listen on, for a connection whose SYN the capture lacks: those that Zeek's
 * scripts register (scripts/base/protocols, {@code likely_server_ports}).
 */
final class ServerPorts {
  private static final int[] TCP = {
    21, 22, 25, 53, 80, 81, 88, 110, 111, 135, 139, 143, 389, 443, 445, 465, 502, 563, 585, 587,
    614, 631, 636, 749, 989, 990, 992, 993, 995, 1080, 1433, 1434, 1883, 2404, 2811, 3128, 3268,
    3269, 3306, 3389, 5060, 5222, 5223, 5269, 5355, 5432, 5671, 5900, 6379, 6666, 6667, 6668, 6669,
    8000, 8080, 8888, 8883, 9042, 20000, 27017
  };

  private static final BitSet LIKELY = new BitSet(65_536);

  static {
    for (int port : TCP) {
      LIKELY.set(port);
    }
  }

  private ServerPorts() {}

  static boolean likely(int port) {
    return LIKELY.get(port);
  }
}
