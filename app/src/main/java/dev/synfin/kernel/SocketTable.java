package dev.synfin.kernel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Reads the TCP sockets of a network namespace from {@code /proc/net/tcp} and {@code tcp6} (format:
 * net/ipv4/tcp_ipv4.c, {@code get_tcp4_sock}).
 */
public final class SocketTable {
  private final Path folder;

  private SocketTable(Path folder) {
    this.folder = folder;
  }

  /** The table of the network namespace that the calling thread is in. */
  public static SocketTable ofThisNamespace() {
    return new SocketTable(Path.of("/proc/thread-self/net"));
  }

  static SocketTable in(Path folder) {
    return new SocketTable(folder);
  }

  /**
   * All TCP sockets as they are now.
   *
   * @throws IOException if the kernel's table cannot be read, as on a system that is not Linux
   */
  public List<TcpSocket> tcp() throws IOException {
    var sockets = new ArrayList<TcpSocket>();
    add(sockets, "tcp");
    add(sockets, "tcp6");
    return sockets;
  }

  private void add(List<TcpSocket> sockets, String table) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(folder.resolve(table));
    } catch (NoSuchFileException e) {
      if (table.equals("tcp6")) {
        return; // a kernel without IPv6
      }
      throw new IOException(
          "The kernel's socket table "
              + folder.resolve(table)
              + " is not there: this needs Linux with /proc mounted.",
          e);
    }
    for (String line : lines.subList(1, lines.size())) {
      sockets.add(row(line.strip().split("\\s+")));
    }
  }

  private static TcpSocket row(String[] columns) throws IOException {
    String[] queues = columns[4].split(":", -1);
    return new TcpSocket(
        address(columns[1]),
        address(columns[2]),
        SocketState.of(Integer.parseInt(columns[3], 16)),
        Long.parseLong(queues[0], 16),
        Long.parseLong(queues[1], 16),
        Long.parseLong(columns[9]));
  }

  /** The address is printed word by word, each in the machine's byte order. */
  private static InetSocketAddress address(String column) throws IOException {
    int colon = column.indexOf(':');
    ByteBuffer words = ByteBuffer.wrap(HexFormat.of().parseHex(column, 0, colon));
    var octets = ByteBuffer.allocate(words.capacity()).order(ByteOrder.nativeOrder());
    while (words.hasRemaining()) {
      octets.putInt(words.getInt());
    }
    return new InetSocketAddress(
        InetAddress.getByAddress(octets.array()),
        Integer.parseInt(column, colon + 1, column.length(), 16));
  }
}
