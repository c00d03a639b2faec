package dev.synfin.bench;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.synfin.capture.Frame;
import dev.synfin.capture.FrameSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends whole frames from an interface at a fixed rate (packet(7), sendmmsg(2)), and none any more
 * when its time is over. It belongs to the thread, and the network, in which it was made.
 */
final class FrameSender implements FrameSink, AutoCloseable {
  private static final int AF_PACKET = 17;
  private static final int SOCK_RAW = 3;
  private static final int SOCKADDR_LL = 20;

  /** Frames in one call: at 180,000 a second, one call every third of a millisecond. */
  private static final int BATCH = 64;

  private static final int SLOT = 2_048;
  private static final int MSGHDR = 64;
  private static final int IOVEC = 16;

  /** A thread that sleeps wakes up so much too late, or more. */
  private static final long SLEEP_FROM_NANOS = 150_000;

  private final int fd;
  private final Memory slots = new Memory(BATCH * SLOT);
  private final Memory vectors = new Memory(BATCH * IOVEC);
  private final Memory messages = new Memory(BATCH * MSGHDR);
  private final ByteBuffer slotOctets = slots.getByteBuffer(0, slots.size());
  private final ByteBuffer lengths =
      vectors.getByteBuffer(0, vectors.size()).order(ByteOrder.nativeOrder());
  private final double nanosPerFrame;
  private final long limitNanos;
  private int waiting;
  private long sent;
  private long begun;
  private long ended;

  /**
   * Opens a socket.
   *
   * @param framesPerSecond at most so many
   * @param limit nothing is sent any more when it is over
   * @throws IOException without the right to, or the interface
   */
  FrameSender(String iface, double framesPerSecond, Duration limit) throws IOException {
    this.nanosPerFrame = 1e9 / framesPerSecond;
    this.limitNanos = limit.toNanos();
    this.fd = open(iface);
    messages.clear();
    for (int i = 0; i < BATCH; i++) {
      vectors.setPointer((long) i * IOVEC, slots.share((long) i * SLOT));
      messages.setPointer((long) i * MSGHDR + 16, vectors.share((long) i * IOVEC));
      messages.setLong((long) i * MSGHDR + 24, 1);
    }
  }

  /** Protocol 0: it hears nothing. */
  private static int open(String iface) throws IOException {
    int fd = Libc.socket(AF_PACKET, SOCK_RAW, 0);
    if (fd < 0) {
      throw failed("opened");
    }
    Pointer address = new Memory(SOCKADDR_LL);
    address.clear(SOCKADDR_LL);
    address.setShort(0, (short) AF_PACKET);
    address.setInt(4, Libc.if_nametoindex(iface));
    if (Libc.bind(fd, address, SOCKADDR_LL) != 0) {
      IOException failure = failed("bound to " + iface);
      Libc.close(fd);
      throw failure;
    }
    return fd;
  }

  private static IOException failed(String what) {
    return new IOException(
        "A packet socket cannot be " + what + ": " + Libc.strerror(Native.getLastError()) + ".");
  }

  @Override
  public void accept(Frame frame) throws IOException {
    slotOctets.put(waiting * SLOT, frame.octets(), frame.offset(), frame.capturedLength());
    lengths.putLong(waiting * IOVEC + 8, frame.capturedLength());
    if (++waiting == BATCH) {
      flush();
    }
  }

  /** Sends what waits, as soon as it is due. */
  void flush() throws IOException {
    if (begun == 0) {
      begun = System.nanoTime();
    }
    awaitDue();
    if (System.nanoTime() - begun < limitNanos) {
      sendWaiting();
      ended = System.nanoTime();
    }
    waiting = 0;
  }

  private void awaitDue() {
    long due = begun + (long) (sent * nanosPerFrame);
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      if (left > SLEEP_FROM_NANOS) {
        LockSupport.parkNanos(left - SLEEP_FROM_NANOS / 2);
      } else {
        Thread.onSpinWait();
      }
    }
  }

  private void sendWaiting() throws IOException {
    for (int done = 0; done < waiting; ) {
      int more = Libc.sendmmsg(fd, messages.share((long) done * MSGHDR), waiting - done, 0);
      if (more <= 0) {
        throw failed("written to");
      }
      done += more;
      sent += more;
    }
  }

  /** How many frames went out. */
  long sent() {
    return sent;
  }

  /** What was reached, in frames a second. */
  double rate() {
    return sent / ((ended - begun) / 1e9);
  }

  @Override
  public void close() {
    Libc.close(fd);
  }
}
