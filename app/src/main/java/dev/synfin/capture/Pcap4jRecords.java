package dev.synfin.capture;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;
import java.lang.reflect.Field;
import org.pcap4j.core.PcapHandle;

/**
 * Many frames from libpcap in one call: {@code pcap_dispatch} with {@code pcap_dump} puts them as
 * records of a capture file into memory (open_memstream(3)), and from there they are copied into
 * one array that is used again. A call of Java for each frame, as pcap4j's own bindings make it
 * with several objects each, would cost more than all the rest.
 *
 * <p>It belongs to one thread.
 */
final class Pcap4jRecords implements AutoCloseable {
  /** libpcap's PCAP_ERROR_BREAK. */
  static final int BROKEN_OFF = -2;

  /** So many frames at once; a megabyte where each is as long as Ethernet's. */
  private static final int MOST_FRAMES = 512;

  private static final int BEFORE_OTHERS = -10;

  private final Pointer pcap;
  private final Pointer file;
  private final PointerByReference start = new PointerByReference();
  private final PointerByReference size = new PointerByReference();
  private byte[] octets = new byte[1 << 20];
  private int length;

  private Pcap4jRecords(Pointer pcap) throws IOException {
    this.pcap = pcap;
    this.file = Libc.open_memstream(start, size);
    if (file == null) {
      throw new IOException("There is no memory left for captured frames.");
    }
  }

  /**
   * Opens what the calling thread reads, and has the thread go before those that make something of
   * the frames or compile (nice(2), a thread's on Linux), where that is allowed: the kernel's
   * buffer is small.
   */
  static Pcap4jRecords of(PcapHandle handle) throws IOException {
    var unused = Libc.nice(BEFORE_OTHERS);
    return new Pcap4jRecords(pointerOf(handle));
  }

  /** pcap4j has the pointer for itself; nothing else of it is touched. */
  private static Pointer pointerOf(PcapHandle handle) {
    try {
      Field field = PcapHandle.class.getDeclaredField("handle");
      field.setAccessible(true);
      return (Pointer) field.get(handle);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("this is not the pcap4j that synfin is made for", e);
    }
  }

  /**
   * Waits for frames, and takes those that are there.
   *
   * @return how many, or libpcap's number for an error; there may be frames even then
   */
  int read() {
    Libc.rewind(file);
    int result = Pcap.pcap_dispatch(pcap, MOST_FRAMES, Pcap.DUMP, file);
    length = Libc.ftell(file).intValue();
    if (length > 0) {
      Libc.fflush(file);
      copy(start.getValue());
    }
    return result;
  }

  private void copy(Pointer from) {
    if (length > octets.length) {
      octets = new byte[Math.max(length, 2 * octets.length)];
    }
    from.read(0, octets, 0, length);
  }

  /** Records one behind the other: four numbers in the machine's own byte order, and the frame. */
  byte[] octets() {
    return octets;
  }

  /** How much of {@link #octets} was read last. */
  int length() {
    return length;
  }

  @Override
  public void close() {
    Libc.fclose(file);
    Native.free(Pointer.nativeValue(start.getValue()));
  }

  /** libpcap's own calls, in the library that pcap4j loads. */
  private static final class Pcap {
    private static final NativeLibrary LIBRARY =
        NativeLibrary.getInstance(System.getProperty("org.pcap4j.core.pcapLibName", "pcap"));
    static final Function DUMP = LIBRARY.getFunction("pcap_dump");

    static {
      Native.register(Pcap.class, LIBRARY);
    }

    private Pcap() {}

    static native int pcap_dispatch(Pointer pcap, int most, Pointer callback, Pointer user);
  }

  private static final class Libc {
    static {
      Native.register(Libc.class, NativeLibrary.getProcess());
    }

    private Libc() {}

    static native Pointer open_memstream(PointerByReference start, PointerByReference size);

    static native void rewind(Pointer file);

    static native NativeLong ftell(Pointer file);

    static native int fflush(Pointer file);

    static native int fclose(Pointer file);

    static native int nice(int increment);
  }
}
