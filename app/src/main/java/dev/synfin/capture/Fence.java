package dev.synfin.capture;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * A packet that is sent through the captured interface to see it arrive at the tap: what proves
 * that a capture runs, and that everything before it was delivered.
 *
 * <p>It is a UDP datagram with a random token to a link-local multicast group (time to live 1, not
 * looped back); on the loopback interface, and for {@code any}, to the sending socket itself.
 * Nobody else hears it, and every tap leaves it out of its capture.
 */
final class Fence implements AutoCloseable {
  /** {@code synfin|f}: what a fence's payload begins with. */
  private static final long MAGIC = 0x73796E66696E7C66L;

  private static final int PAYLOAD = 24;
  private static final int PORT = 7378;
  private static final String GROUP_4 = "224.0.0.173";
  private static final String GROUP_6 = "ff02::7378";

  /** What a filter must let through beside what its user asked for. */
  static final String FILTER =
      "(udp and ((ip and udp[8:4] = 0x73796e66 and udp[12:4] = 0x696e7c66)"
          + " or (ip6 and ip6[48:4] = 0x73796e66 and ip6[52:4] = 0x696e7c66)))";

  private final DatagramChannel channel;
  private final InetSocketAddress target;
  private final @Nullable String iface;
  private final long token = new SecureRandom().nextLong();
  private long sent;

  private Fence(
      DatagramChannel channel, InetSocketAddress target, @Nullable NetworkInterface device) {
    this.channel = channel;
    this.target = target;
    this.iface = device == null ? null : device.getName();
  }

  /**
   * Opens the socket from which fences for an interface are sent.
   *
   * @throws IOException if the interface cannot send, as when it is down
   */
  static Fence through(String iface) throws IOException {
    NetworkInterface device = NetworkInterface.getByName(iface);
    if (device == null || device.isLoopback()) {
      return toItself(device);
    }
    try {
      return toGroup(device);
    } catch (IOException e) {
      throw new IOException(
          "The capture on "
              + iface
              + " cannot be tested, as nothing can be sent there ("
              + e.getMessage()
              + "): give the interface an address, or capture on «any».",
          e);
    }
  }

  private static Fence toGroup(NetworkInterface device) throws IOException {
    boolean four = device.inetAddresses().anyMatch(Inet4Address.class::isInstance);
    boolean six = device.inetAddresses().anyMatch(Inet6Address.class::isInstance);
    boolean useSix = six && !four;
    var channel =
        DatagramChannel.open(useSix ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
    try {
      channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, device);
      channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 1);
      channel.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, false);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return new Fence(channel, new InetSocketAddress(useSix ? GROUP_6 : GROUP_4, PORT), device);
  }

  /** A socket that hears itself draws no ICMP error. */
  private static Fence toItself(@Nullable NetworkInterface device) throws IOException {
    var channel = DatagramChannel.open(StandardProtocolFamily.INET);
    channel.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
    return new Fence(channel, (InetSocketAddress) channel.getLocalAddress(), device);
  }

  /** Sends the next fence. */
  void send() throws IOException {
    var payload = ByteBuffer.allocate(PAYLOAD);
    payload.putLong(MAGIC).putLong(token).putLong(++sent).flip();
    channel.send(payload, target);
  }

  /** Whether the interface is down or no longer there; {@code any} always is. */
  boolean isCutOff() {
    if (iface == null) {
      return false;
    }
    try {
      NetworkInterface device = NetworkInterface.getByName(iface);
      return device == null || !device.isUp();
    } catch (SocketException e) {
      return true; // it went away while it was asked
    }
  }

  /** How many were sent; they are numbered from 1. */
  long sent() {
    return sent;
  }

  /** The number of one of these fences in a frame, 0 for another's, -1 for an ordinary frame. */
  long number(Frame frame) {
    byte[] octets = frame.octets();
    int at = payload(frame.linkType(), octets, frame.offset(), frame.capturedLength());
    if (at < 0 || i64(octets, at) != MAGIC) {
      return -1;
    }
    return i64(octets, at + 8) == token ? i64(octets, at + 16) : 0;
  }

  /** Where the payload of a datagram of a fence's length begins, or -1. */
  private static int payload(int linkType, byte[] octets, int from, int length) {
    int link =
        switch (linkType) {
          case 1 -> 14;
          case 0, 108 -> 4;
          case 113 -> 16;
          case 276 -> 20;
          default -> 0;
        };
    int ip = from + link;
    if (length == link + 20 + 8 + PAYLOAD && octets[ip] == 0x45 && octets[ip + 9] == 17) {
      return ip + 28;
    }
    if (length == link + 40 + 8 + PAYLOAD && octets[ip] >> 4 == 6 && octets[ip + 6] == 17) {
      return ip + 48;
    }
    return -1;
  }

  private static long i64(byte[] octets, int at) {
    return ByteBuffer.wrap(octets, at, 8).getLong();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
