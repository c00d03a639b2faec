package dev.synfin.socket;

import com.sun.jna.Memory;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Addresses as the kernel has them: {@code struct sockaddr_in} (16 octets), {@code sockaddr_in6}
 * (28) and {@code sockaddr_un} (2 and the path). The family is in the machine's order, ports and IP
 * addresses in the network's.
 */
final class SocketAddress {
  private static final int ROOM = 128; // struct sockaddr_storage
  private static final int FAMILY_LENGTH = 2;
  private static final int SCOPE_OFFSET = 24;

  private SocketAddress() {}

  /** The octets of an address, for a socket of this family. */
  static Memory encode(Address address, Family family) {
    var octets =
        switch (address) {
          case UnixAddress unix -> unix(unix);
          case InternetAddress internet when internet.host() instanceof Inet4Address four ->
              family == Family.INET6 ? mapped(four, internet.port()) : four(four, internet.port());
          case InternetAddress internet -> six(internet);
        };
    var memory = new Memory(octets.length);
    memory.write(0, octets, 0, octets.length);
    return memory;
  }

  /** Room for any address that the kernel gives. */
  static Memory room() {
    var memory = new Memory(ROOM);
    memory.clear();
    return memory;
  }

  /** Room for the address's length, as the kernel wants it told and tells it. */
  static Memory length() {
    var length = new Memory(Integer.BYTES);
    length.setInt(0, ROOM);
    return length;
  }

  /** The address that the kernel wrote; null where it wrote none. */
  static @Nullable Address decode(Memory room, Memory length) {
    var octets = room.getByteArray(0, Math.min(length.getInt(0), ROOM));
    if (octets.length < FAMILY_LENGTH) {
      return null;
    }
    var family = ByteBuffer.wrap(octets).order(ByteOrder.nativeOrder()).getShort();
    if (family == Family.UNIX.number) {
      return new UnixAddress(path(octets));
    }
    var port = ByteBuffer.wrap(octets).getShort(FAMILY_LENGTH) & 0xFFFF;
    return new InternetAddress(
        family == Family.INET.number ? host(octets, 4, 4, 0) : host(octets, 8, 16, scope(octets)),
        port);
  }

  private static byte[] four(Inet4Address host, int port) {
    return octets(header(16, Family.INET).putShort((short) port).put(host.getAddress()));
  }

  private static byte[] six(InternetAddress address) {
    var host = (Inet6Address) address.host();
    var octets = header(28, Family.INET6).putShort((short) address.port()).putInt(0);
    octets.put(host.getAddress()).order(ByteOrder.nativeOrder());
    return octets(octets.putInt(SCOPE_OFFSET, host.getScopeId()));
  }

  /** An IPv4 address inside an IPv6 one (RFC 4291, 2.5.5.2), for a socket that speaks both. */
  private static byte[] mapped(Inet4Address host, int port) {
    var octets = header(28, Family.INET6).putShort((short) port);
    return octets(
        host.isAnyLocalAddress()
            ? octets
            : octets.position(18).putShort((short) 0xFFFF).put(host.getAddress()));
  }

  private static byte[] unix(UnixAddress address) {
    var path = address.path().getBytes(StandardCharsets.UTF_8);
    var abstracted = path.length > 0 && path[0] == '@';
    if (abstracted) {
      path[0] = 0;
    }
    var end = path.length == 0 || abstracted ? 0 : 1;
    return octets(header(FAMILY_LENGTH + path.length + end, Family.UNIX).put(path));
  }

  private static byte[] octets(ByteBuffer filled) {
    var octets = new byte[filled.capacity()];
    filled.get(0, octets);
    return octets;
  }

  private static ByteBuffer header(int length, Family family) {
    return ByteBuffer.allocate(length)
        .order(ByteOrder.nativeOrder())
        .putShort((short) family.number)
        .order(ByteOrder.BIG_ENDIAN);
  }

  private static String path(byte[] octets) {
    if (octets.length == FAMILY_LENGTH) {
      return "";
    }
    if (octets[FAMILY_LENGTH] == 0) {
      return "@" + text(octets, FAMILY_LENGTH + 1, octets.length);
    }
    var end = FAMILY_LENGTH;
    while (end < octets.length && octets[end] != 0) {
      end++;
    }
    return text(octets, FAMILY_LENGTH, end);
  }

  private static String text(byte[] octets, int from, int to) {
    return new String(octets, from, to - from, StandardCharsets.UTF_8);
  }

  private static int scope(byte[] octets) {
    return ByteBuffer.wrap(octets).order(ByteOrder.nativeOrder()).getInt(SCOPE_OFFSET);
  }

  private static InetAddress host(byte[] octets, int offset, int length, int scope) {
    var address = Arrays.copyOfRange(octets, offset, offset + length);
    try {
      return scope == 0
          ? InetAddress.getByAddress(address)
          : Inet6Address.getByAddress(null, address, scope);
    } catch (UnknownHostException e) {
      throw new AssertionError("4 or 16 octets are an address", e);
    }
  }
}
