package dev.synfin.bench;

import dev.synfin.capture.CaptureFileWriter;
import dev.synfin.capture.CaptureOptions;
import dev.synfin.capture.CaptureStatus;
import dev.synfin.capture.Frame;
import dev.synfin.capture.FrameSink;
import dev.synfin.capture.LiveCapture;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * About the least that a capture with a timeline can cost in Java: frames written to a file, and of
 * each IPv4 segment no more than its connection found, counted, and one short line of JSON. It
 * follows no rule and knows no option: what a real timeline costs lies above it.
 */
public final class BareCapture implements FrameSink {
  private static final int SNAPLEN = 262_144;
  private static final int IP = 14;

  /** More than connections come in the minutes that a benchmark can last: none is ever given up. */
  private static final int PLACES = 1 << 22;

  private static final int LONGEST_LINE = 200;

  private final CaptureFileWriter file;
  private final OutputStream out;
  private final byte[] lines = new byte[1 << 16];
  private final long[] ends = new long[PLACES];
  private final int[] ports = new int[PLACES];
  private final int[] segments = new int[PLACES];
  private int length;

  private BareCapture(CaptureFileWriter file, OutputStream out) {
    this.file = file;
    this.out = out;
  }

  /** {@code IFACE FOLDER}: captures until SIGTERM. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var asked = new CountDownLatch(1);
    var main = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> endOf(main, asked)));
    Path folder = Path.of(arguments[1]);
    try (var capture = LiveCapture.open(CaptureOptions.of(arguments[0], null));
        var file = new CaptureFileWriter(folder.resolve("bare.pcap"), capture.linkType(), SNAPLEN);
        var out = Files.newOutputStream(folder.resolve("bare.jsonl"))) {
      var loop = new BareCapture(file, out);
      capture.start(loop);
      System.out.println("Capturing on " + arguments[0]);
      asked.await();
      CaptureStatus status = capture.stop();
      loop.flush();
      System.out.println(
          status.frames() + " frames, " + status.droppedByKernel() + " dropped by the kernel");
    }
  }

  /** The virtual machine waits with its end until the capture has ended. */
  private static void endOf(Thread main, CountDownLatch asked) {
    asked.countDown();
    try {
      main.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void accept(Frame frame) throws IOException {
    file.write(frame);
    byte[] octets = frame.octets();
    int ip = frame.offset() + IP;
    int tcp = ip + (octets[ip] & 0xF) * 4;
    if (octets[ip] >> 4 != 4 || octets[ip + 9] != 6) {
      return;
    }
    int place = find(octets, ip, tcp);
    if (length > lines.length - LONGEST_LINE) {
      flush();
    }
    field("{\"frame\":", frame.number());
    field(",\"t_ns\":", frame.epochNanos());
    field(",\"connection\":", place);
    field(",\"segment\":", ++segments[place]);
    field(",\"flags\":", octets[tcp + 13]);
    field(",\"seq\":", i32(octets, tcp + 4) & 0xFFFF_FFFFL);
    field(",\"ack\":", i32(octets, tcp + 8) & 0xFFFF_FFFFL);
    text("}\n");
  }

  /** The same place for both directions. */
  private int find(byte[] octets, int ip, int tcp) {
    int source = i32(octets, ip + 12);
    int destination = i32(octets, ip + 16);
    int both = i32(octets, tcp);
    boolean turned = Integer.compareUnsigned(source, destination) > 0;
    long key = turned ? key(destination, source) : key(source, destination);
    int pair = turned ? Integer.rotateLeft(both, 16) : both;
    int place = (int) (((key ^ pair) * 0x9E37_79B9_7F4A_7C15L) >>> 42);
    while (segments[place] != 0 && (ends[place] != key || ports[place] != pair)) {
      place = (place + 1) & (PLACES - 1);
    }
    ends[place] = key;
    ports[place] = pair;
    return place;
  }

  private static long key(int one, int other) {
    return ((long) one << 32) | (other & 0xFFFF_FFFFL);
  }

  private static int i32(byte[] octets, int at) {
    return octets[at] << 24
        | (octets[at + 1] & 0xFF) << 16
        | (octets[at + 2] & 0xFF) << 8
        | (octets[at + 3] & 0xFF);
  }

  private void field(String name, long value) {
    text(name);
    int end = length + 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      end++;
    }
    length = end;
    long rest = value;
    do {
      lines[--end] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
  }

  @SuppressWarnings("deprecation") // the only way that makes no array
  private void text(String ascii) {
    ascii.getBytes(0, ascii.length(), lines, length);
    length += ascii.length();
  }

  private void flush() throws IOException {
    out.write(lines, 0, length);
    length = 0;
  }
}
