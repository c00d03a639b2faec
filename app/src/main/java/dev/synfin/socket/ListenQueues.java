package dev.synfin.socket;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * The accept queues of listening TCP sockets with their limits, which only {@code sock_diag} tells
 * (include/uapi/linux/inet_diag.h; the limit is {@code idiag_wqueue} there).
 */
public final class ListenQueues {
  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW = 3;
  private static final int NETLINK_SOCK_DIAG = 4;
  private static final short SOCK_DIAG_BY_FAMILY = 20;
  private static final short REQUEST_DUMP = 0x301;
  private static final short NLMSG_ERROR = 2;
  private static final short NLMSG_DONE = 3;
  private static final byte IPPROTO_TCP = 6;
  private static final int ONLY_LISTEN = 1 << 10;
  private static final int HEADER = 16;
  private static final int REQUEST = HEADER + 56;
  private static final int RQUEUE = HEADER + 56;
  private static final int WQUEUE = RQUEUE + 4;
  private static final int INODE = WQUEUE + 8;
  private static final int ROOM = 1 << 16;

  private ListenQueues() {}

  /** How many connections wait to be accepted, and how many may. */
  public record Queue(long length, long limit) {}

  /**
   * The queues of the network namespace that this thread is in, by the listening socket's inode.
   *
   * @throws IOException if the kernel does not answer such questions
   */
  public static Map<Long, Queue> byInode() throws IOException {
    var queues = new HashMap<Long, Queue>();
    for (Family family : new Family[] {Family.INET, Family.INET6}) {
      ask((byte) family.number, queues);
    }
    return queues;
  }

  private static void ask(byte family, Map<Long, Queue> queues) throws IOException {
    int fd = Libc.socket(AF_NETLINK, SOCK_RAW | Libc.SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    if (fd < 0) {
      throw refused(Native.getLastError());
    }
    try (var memory = new Memory(ROOM)) {
      memory.clear();
      write(memory.getByteBuffer(0, REQUEST).order(ByteOrder.nativeOrder()), family);
      if (Libc.send(fd, memory, REQUEST, 0) < 0) {
        throw refused(Native.getLastError());
      }
      boolean more = true;
      while (more) {
        long got = Libc.recv(fd, memory, ROOM, 0);
        if (got < 0) {
          throw refused(Native.getLastError());
        }
        more = got > 0 && read(memory.getByteBuffer(0, got).order(ByteOrder.nativeOrder()), queues);
      }
    } finally {
      Libc.close(fd);
    }
  }

  private static void write(ByteBuffer request, byte family) {
    request.putInt(REQUEST).putShort(SOCK_DIAG_BY_FAMILY).putShort(REQUEST_DUMP);
    request.position(HEADER);
    request.put(family).put(IPPROTO_TCP).putShort((short) 0).putInt(ONLY_LISTEN);
  }

  /** Reads the messages of one answer; whether there may be more of them. */
  private static boolean read(ByteBuffer answer, Map<Long, Queue> queues) throws IOException {
    int at = 0;
    while (at + HEADER <= answer.limit()) {
      int length = answer.getInt(at);
      short type = answer.getShort(at + 4);
      if (type == NLMSG_DONE || length < HEADER) {
        return false;
      }
      if (type == NLMSG_ERROR) {
        throw refused(-answer.getInt(at + HEADER));
      }
      if (at + INODE + 4 <= answer.limit()) {
        queues.put(
            Integer.toUnsignedLong(answer.getInt(at + INODE)),
            new Queue(
                Integer.toUnsignedLong(answer.getInt(at + RQUEUE)),
                Integer.toUnsignedLong(answer.getInt(at + WQUEUE))));
      }
      at += (length + 3) & ~3;
    }
    return true;
  }

  private static IOException refused(int error) {
    return new IOException(
        "The kernel does not tell how long its accept queues may be (sock_diag): "
            + Libc.strerror(error)
            + ".");
  }
}
