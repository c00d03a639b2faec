package dev.synfin.kernel;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.StringTokenizer;
import java.util.function.Consumer;

/**
 * Reads the sockets of a network namespace from {@code /proc/net/tcp}, {@code tcp6}, {@code udp},
 * {@code udp6} and {@code unix} (formats: net/ipv4/tcp_ipv4.c {@code get_tcp4_sock}, net/unix/
 * af_unix.c {@code unix_seq_show}).
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
    return internet("tcp");
  }

  /** All UDP sockets: {@code CLOSE} where not connected, else {@code ESTABLISHED}. */
  List<TcpSocket> udp() throws IOException {
    return internet("udp");
  }

  /** All Unix sockets; the kernel names neither their peers nor their queues here. */
  List<OpenSocket> unix() throws IOException {
    var sockets = new ArrayList<OpenSocket>();
    eachRow(
        "unix",
        row -> {
          var columns = new StringTokenizer(row);
          if (columns.countTokens() >= 7) {
            sockets.add(unix(columns));
          }
        });
    return sockets;
  }

  private List<TcpSocket> internet(String table) throws IOException {
    var sockets = new ArrayList<TcpSocket>();
    eachRow(table, row -> addTo(sockets, row));
    eachRow(table + "6", row -> addTo(sockets, row));
    return sockets;
  }

  private void eachRow(String table, Consumer<String> reader) throws IOException {
    Path file = folder.resolve(table);
    try (BufferedReader rows = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      rows.readLine(); // the heads
      for (String row = rows.readLine(); row != null; row = rows.readLine()) {
        reader.accept(row);
      }
    } catch (NoSuchFileException e) {
      if (table.equals("tcp")) {
        throw new IOException(
            "The kernel's socket table "
                + file
                + " is not there: this needs Linux with /proc mounted.",
            e);
      } // else a kernel without IPv6, or without Unix sockets
    }
  }

  private static void addTo(List<TcpSocket> sockets, String row) {
    var columns = new StringTokenizer(row);
    if (columns.countTokens() < 10) {
      return;
    }
    columns.nextToken();
    InetSocketAddress local = address(columns.nextToken());
    InetSocketAddress remote = address(columns.nextToken());
    SocketState state = SocketState.of(Integer.parseInt(columns.nextToken(), 16));
    String queues = columns.nextToken();
    int colon = queues.indexOf(':');
    for (int skipped = 0; skipped < 4; skipped++) {
      columns.nextToken(); // timers, retransmissions, user, timeout
    }
    sockets.add(
        new TcpSocket(
            local,
            remote,
            state,
            Long.parseLong(queues, 0, colon, 16),
            Long.parseLong(queues, colon + 1, queues.length(), 16),
            Long.parseLong(columns.nextToken())));
  }

  /** {@code Num RefCount Protocol Flags Type St Inode Path}. */
  private static OpenSocket unix(StringTokenizer columns) {
    columns.nextToken();
    columns.nextToken();
    columns.nextToken();
    boolean listens = (Integer.parseInt(columns.nextToken(), 16) & 0x10000) != 0;
    columns.nextToken();
    int connection = Integer.parseInt(columns.nextToken(), 16);
    long inode = Long.parseLong(columns.nextToken());
    String path = columns.hasMoreTokens() ? columns.nextToken("\n").substring(1) : "";
    String state = listens ? "LISTEN" : connection == 3 ? "CONNECTED" : "UNCONNECTED";
    return new OpenSocket(SocketKind.UNIX, path, null, state, null, null, null, inode, null);
  }

  /** The address is printed word by word, each in the machine's byte order. */
  private static InetSocketAddress address(String column) {
    int colon = column.indexOf(':');
    ByteBuffer words = ByteBuffer.wrap(HexFormat.of().parseHex(column, 0, colon));
    var octets = ByteBuffer.allocate(words.capacity()).order(ByteOrder.nativeOrder());
    while (words.hasRemaining()) {
      octets.putInt(words.getInt());
    }
    return new InetSocketAddress(
        of(octets.array()), Integer.parseInt(column, colon + 1, column.length(), 16));
  }

  private static InetAddress of(byte[] octets) {
    try {
      return InetAddress.getByAddress(octets);
    } catch (java.net.UnknownHostException e) {
      throw new IllegalStateException("the kernel prints 4 or 16 octets", e);
    }
  }
}
