package dev.synfin.capture;

import java.util.Map;

/** libpcap's names for link types (pcap/dlt.h). */
public final class LinkTypes {
  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(0, "NULL"),
          Map.entry(1, "EN10MB"),
          Map.entry(6, "IEEE802"),
          Map.entry(9, "PPP"),
          Map.entry(10, "FDDI"),
          Map.entry(12, "RAW"),
          Map.entry(14, "RAW"),
          Map.entry(50, "PPP_SERIAL"),
          Map.entry(101, "RAW"),
          Map.entry(104, "C_HDLC"),
          Map.entry(105, "IEEE802_11"),
          Map.entry(108, "LOOP"),
          Map.entry(113, "LINUX_SLL"),
          Map.entry(127, "IEEE802_11_RADIO"),
          Map.entry(228, "IPV4"),
          Map.entry(229, "IPV6"),
          Map.entry(258, "PKTAP"),
          Map.entry(276, "LINUX_SLL2"));

  private LinkTypes() {}

  /** The name of a LINKTYPE_ number, or the number itself as {@code LINKTYPE 147}. */
  public static String name(int linkType) {
    return NAMES.getOrDefault(linkType, "LINKTYPE " + linkType);
  }

  /**
   * A live handle's DLT_ number as the LINKTYPE_ number that files have; they differ for raw IP.
   */
  static int fromDlt(int dlt) {
    return dlt == 12 || dlt == 14 ? 101 : dlt;
  }
}
