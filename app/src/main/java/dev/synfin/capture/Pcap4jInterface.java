package dev.synfin.capture;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.TimestampPrecision;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.core.PcapStat;
import org.pcap4j.core.Pcaps;

/**
 * A live interface through pcap4j and libpcap; every error becomes a sentence with a remedy.
 *
 * <p>Frames come in batches, see {@link Pcap4jRecords}: pcap4j would copy each into an array of its
 * own and make a time stamp and a task for it.
 */
final class Pcap4jInterface {
  /**
   * After this long a block of the ring that is not full is delivered. Without immediate mode
   * libpcap packs frames into large blocks (TPACKET_V3); with it, each frame would take a slot of
   * the whole snap length, and 32 MiB would hold 128 of them.
   */
  private static final int TIMEOUT_MILLIS = 5;

  private final String iface;
  private final PcapHandle handle;
  private final int linkType;
  private final boolean nanoseconds;

  /** Frames that were lost, by whom. */
  record Drops(long kernel, long byInterface) {}

  private Pcap4jInterface(String iface, PcapHandle handle) {
    this.iface = iface;
    this.handle = handle;
    this.linkType = LinkTypes.fromDlt(handle.getDlt().value());
    this.nanoseconds = handle.getTimestampPrecision() == TimestampPrecision.NANO;
  }

  static Pcap4jInterface open(CaptureOptions options) throws IOException {
    PcapHandle handle = activate(options);
    try {
      String filter = options.filter();
      if (filter != null && !filter.isBlank()) {
        // the fence comes first: «vlan» moves the offsets of all that stands behind it
        handle.setFilter(Fence.FILTER + " or (" + filter + ")", BpfCompileMode.OPTIMIZE);
      }
      return new Pcap4jInterface(options.iface(), handle);
    } catch (PcapNativeException | NotOpenException e) {
      handle.close();
      throw new IOException(
          "The filter «"
              + options.filter()
              + "» does not compile: "
              + e.getMessage()
              + ". It is written as for tcpdump, such as «tcp port 8080».",
          e);
    }
  }

  private static PcapHandle activate(CaptureOptions options) throws IOException {
    try {
      return new PcapHandle.Builder(options.iface())
          .snaplen(options.snaplen())
          .promiscuousMode(PromiscuousMode.NONPROMISCUOUS)
          .timeoutMillis(TIMEOUT_MILLIS)
          .bufferSize(options.bufferBytes())
          .immediateMode(false)
          .timestampPrecision(TimestampPrecision.NANO)
          .build();
    } catch (PcapNativeException e) {
      throw new IOException(remedy(options.iface(), String.valueOf(e.getMessage())), e);
    } catch (LinkageError e) {
      throw new IOException(
          "libpcap cannot be loaded ("
              + inOneLine(e)
              + "): install it (Debian: apt-get install libpcap0.8), or use the lab's image.",
          e);
    }
  }

  /** JNA tells of every place where it looked, each in a line of its own. */
  private static String inOneLine(LinkageError e) {
    return String.valueOf(e.getMessage())
        .lines()
        .map(String::strip)
        .distinct()
        .collect(Collectors.joining(" "));
  }

  private static String remedy(String iface, String said) {
    if (said.contains("ermission") || said.contains("not permitted")) {
      return "No right to capture on "
          + iface
          + ": run as root or give the program CAP_NET_RAW (sudo, docker run --cap-add NET_RAW), or"
          + " use the lab's tap (docker/lab up).";
    }
    if (said.contains("No such device")) {
      return "There is no interface " + iface + "; there are: " + names() + ".";
    }
    return "The interface " + iface + " cannot be captured: " + said + ".";
  }

  private static String names() {
    try {
      List<PcapNetworkInterface> devices = Pcaps.findAllDevs();
      return devices.stream().map(PcapNetworkInterface::getName).collect(Collectors.joining(", "));
    } catch (PcapNativeException e) {
      return "(none that can be listed)";
    }
  }

  int linkType() {
    return linkType;
  }

  boolean nanoseconds() {
    return nanoseconds;
  }

  /**
   * Delivers frames until {@link #breakLoop()}.
   *
   * @throws IOException if the sink fails, or the interface goes away
   */
  void loop(FrameSink sink) throws IOException {
    var frame = new Frame();
    try (var records = Pcap4jRecords.of(handle)) {
      int result = 0;
      while (result >= 0) {
        result = records.read();
        deliver(records, frame, sink);
      }
      if (result != Pcap4jRecords.BROKEN_OFF) {
        throw new InterfaceGoneException(iface, error());
      }
    } catch (RuntimeException | Error e) {
      throw new IOException("The capture cannot go on: " + e, e);
    }
  }

  private void deliver(Pcap4jRecords records, Frame frame, FrameSink sink) throws IOException {
    int perSecond = nanoseconds ? 1_000_000_000 : 1_000_000;
    for (int at = 0; at < records.length(); ) {
      at = Records.get(records.octets(), at, 0, linkType, perSecond, frame);
      sink.accept(frame);
    }
    if (records.length() > 0) {
      sink.pause();
    }
  }

  private String error() throws IOException {
    try {
      return handle.getError();
    } catch (NotOpenException e) {
      throw new IOException("The capture on " + iface + " was closed while it ran.", e);
    }
  }

  void breakLoop() {
    try {
      handle.breakLoop();
    } catch (NotOpenException e) {
      // closed already: nothing loops
    }
  }

  /** What libpcap counted (pcap_stats). */
  Drops drops() throws IOException {
    try {
      PcapStat stats = handle.getStats();
      return new Drops(stats.getNumPacketsDropped(), stats.getNumPacketsDroppedByIf());
    } catch (PcapNativeException | NotOpenException e) {
      throw new IOException("The drop counters of " + iface + " cannot be read.", e);
    }
  }

  void close() {
    handle.close();
  }
}
