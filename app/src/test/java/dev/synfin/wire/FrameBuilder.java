package dev.synfin.wire;

import dev.synfin.capture.Frame;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Builds real frames with right lengths and checksums:
 *
 * <pre>
 * new FrameBuilder().from("10.0.0.1", 40000).to("10.0.0.2", 80).flags(SYN).seq(7).mss(1460).frame()
 * </pre>
 *
 * <p>Ethernet and TCP unless told otherwise; the addresses tell the version of IP.
 */
public final class FrameBuilder {
  private final LinkHeader link = new LinkHeader();
  private final ByteArrayOutputStream options = new ByteArrayOutputStream();
  private final List<byte[]> extensions = new ArrayList<>();
  private final List<Integer> extensionTypes = new ArrayList<>();
  private InetAddress source = InetAddress.getLoopbackAddress();
  private InetAddress destination = InetAddress.getLoopbackAddress();
  private int sourcePort = 40000;
  private int destinationPort = 80;
  private int protocol = FrameDecoder.TCP;
  private byte[] content = {};
  private byte[] ip4Options = {};
  private byte[] payload = {};
  private int flags = TcpSegment.ACK;
  private int seq;
  private int ack;
  private int window = 64240;
  private int ttl = 64;
  private int identification = 1;
  private int fragment;
  private int ipLength = -1;
  private int udpLength = -1;
  private int checksum = -1;
  private int padding;
  private int snaplen = Integer.MAX_VALUE;
  private long number = 1;
  private long epochNanos = 1_793_534_400_000_000_000L;

  /** LINKTYPE_ number: 0, 1, 6, 9, 10, 12, 50, 101, 104, 108, 113, 228, 229, 258 or 276. */
  public FrameBuilder link(int linkType) {
    link.type = linkType;
    return this;
  }

  /** Another VLAN tag, inside those given before; the outermost first. */
  public FrameBuilder vlan(int etherType, int id) {
    link.tags.add(new int[] {etherType, id});
    return this;
  }

  public FrameBuilder pppoe() {
    link.pppoe = true;
    return this;
  }

  /** An MPLS label, below those given before. */
  public FrameBuilder mpls(int label) {
    link.labels.add(label);
    return this;
  }

  public FrameBuilder from(String address, int port) {
    source = address(address);
    sourcePort = port;
    return this;
  }

  public FrameBuilder to(String address, int port) {
    destination = address(address);
    destinationPort = port;
    return this;
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(literal, e);
    }
  }

  /** The bits of {@link TcpSegment#flags()}; ACK alone unless told otherwise. */
  public FrameBuilder flags(int bits) {
    flags = bits;
    return this;
  }

  public FrameBuilder seq(long number) {
    seq = (int) number;
    return this;
  }

  public FrameBuilder ack(long number) {
    ack = (int) number;
    return this;
  }

  public FrameBuilder window(int octets) {
    window = octets;
    return this;
  }

  public FrameBuilder ttl(int hops) {
    ttl = hops;
    return this;
  }

  public FrameBuilder identification(int value) {
    identification = value;
    return this;
  }

  public FrameBuilder mss(int octets) {
    return option(2, 4, octets >> 8, octets);
  }

  public FrameBuilder windowScale(int shift) {
    return option(3, 3, shift);
  }

  public FrameBuilder sackPermitted() {
    return option(4, 2);
  }

  /** Left and right edges in turn. */
  public FrameBuilder sack(int... edges) {
    option(5, 2 + edges.length * 4);
    for (int edge : edges) {
      options.writeBytes(ByteBuffer.allocate(4).putInt(edge).array());
    }
    return this;
  }

  public FrameBuilder timestamps(int value, int echo) {
    option(8, 10);
    options.writeBytes(ByteBuffer.allocate(8).putInt(value).putInt(echo).array());
    return this;
  }

  public FrameBuilder fastOpen(int... cookie) {
    return option(34, 2 + cookie.length).option(cookie);
  }

  /** An option's octets as they are, right or wrong; padded with zeros at the end. */
  public FrameBuilder option(int... octets) {
    for (int octet : octets) {
      options.write(octet);
    }
    return this;
  }

  public FrameBuilder payload(String text) {
    return payload(text.getBytes(StandardCharsets.UTF_8));
  }

  public FrameBuilder payload(byte[] octets) {
    payload = octets.clone();
    return this;
  }

  public FrameBuilder udp() {
    protocol = FrameDecoder.UDP;
    return this;
  }

  /** The UDP header's length field, whatever the payload's length is. */
  public FrameBuilder udpLength(int octets) {
    udpLength = octets;
    return this;
  }

  /** ICMP, or ICMPv6 between IPv6 addresses; the quote is another frame's {@link #packet()}. */
  public FrameBuilder icmp(int type, int code, byte[] quote) {
    protocol = source.getAddress().length == 4 ? FrameDecoder.ICMP : FrameDecoder.ICMP6;
    byte[] header = {(byte) type, (byte) code, 0, 0, 0, 0, 0, 0};
    content = concatenate(header, quote);
    return this;
  }

  /** Any other protocol's octets behind the IP header. */
  public FrameBuilder protocol(int protocol, byte[] octets) {
    this.protocol = protocol;
    content = octets.clone();
    return this;
  }

  /** IPv4 options, a multiple of four octets. */
  public FrameBuilder ip4Options(int... octets) {
    ip4Options = octets(octets);
    return this;
  }

  /** An IPv6 extension header of so many octets (a multiple of 8), behind those given before. */
  public FrameBuilder extension(int type, int length) {
    byte[] header = new byte[length];
    header[1] = (byte) (type == 51 ? length / 4 - 2 : length / 8 - 1);
    return extension(type, header);
  }

  /** A routing header: its type, how many segments are left, and its addresses. */
  public FrameBuilder route(int type, int left, String... addresses) {
    var header = ByteBuffer.allocate(8 + 16 * addresses.length);
    header.put((byte) 0).put((byte) (2 * addresses.length)).put((byte) type).put((byte) left);
    header.putInt(0);
    for (String each : addresses) {
      header.put(address(each).getAddress());
    }
    return extension(43, header.array());
  }

  private FrameBuilder extension(int type, byte[] header) {
    extensionTypes.add(type);
    extensions.add(header);
    return this;
  }

  /** A fragment of IPv4, or of IPv6 by its extension header; the offset counts 8 octets each. */
  public FrameBuilder fragment(int offset, boolean more) {
    if (source.getAddress().length == 4) {
      fragment = offset | (more ? 0x2000 : 0);
      return this;
    }
    var header = ByteBuffer.allocate(8).putShort((short) 0);
    header.putShort((short) ((offset << 3) | (more ? 1 : 0))).putInt(identification);
    return extension(44, header.array());
  }

  /** The IP header's own length field, whatever the content's length is. */
  public FrameBuilder ipLength(int octets) {
    ipLength = octets;
    return this;
  }

  /** The TCP or UDP checksum field, right or wrong. */
  public FrameBuilder checksum(int value) {
    checksum = value;
    return this;
  }

  /** As a sender's capture shows it whose network card finishes the checksum. */
  public FrameBuilder checksumOffloaded() {
    byte[] transport = transport();
    return checksum(sum(pseudoHeader(transport.length)));
  }

  /** Octets behind the IP packet, as on Ethernet frames that are too short. */
  public FrameBuilder padding(int octets) {
    padding = octets;
    return this;
  }

  /** How much of the frame the capture keeps. */
  public FrameBuilder snaplen(int octets) {
    snaplen = octets;
    return this;
  }

  public FrameBuilder number(long number) {
    this.number = number;
    return this;
  }

  public FrameBuilder at(long epochNanos) {
    this.epochNanos = epochNanos;
    return this;
  }

  public Frame frame() {
    byte[] octets = octets();
    var frame = new Frame();
    int captured = Math.min(octets.length, snaplen);
    byte[] kept = Arrays.copyOf(octets, captured);
    frame.set(number, epochNanos, link.type, kept, 0, captured, octets.length);
    return frame;
  }

  /** The whole frame, from its link header on. */
  public byte[] octets() {
    byte[] packet = packet();
    byte[] header = link.octets(source.getAddress().length == 4, packet.length);
    return concatenate(header, packet, new byte[padding]);
  }

  /** The IP packet alone. */
  public byte[] packet() {
    byte[] transport = transport();
    if (protocol == FrameDecoder.TCP || protocol == FrameDecoder.UDP) {
      int at = protocol == FrameDecoder.TCP ? 16 : 6;
      int sum = ~sum(pseudoHeader(transport.length), transport) & 0xFFFF;
      ByteBuffer.wrap(transport).putShort(at, (short) (checksum < 0 ? sum : checksum));
    }
    return source.getAddress().length == 4 ? ip4(transport) : ip6(transport);
  }

  private byte[] transport() {
    return switch (protocol) {
      case FrameDecoder.TCP -> concatenate(tcpHeader(), payload);
      case FrameDecoder.UDP -> concatenate(udpHeader(), payload);
      default -> content.clone();
    };
  }

  private byte[] tcpHeader() {
    byte[] list = Arrays.copyOf(options.toByteArray(), (options.size() + 3) / 4 * 4);
    var header = ByteBuffer.allocate(20 + list.length);
    header.putShort((short) sourcePort).putShort((short) destinationPort).putInt(seq).putInt(ack);
    header.put((byte) ((header.capacity() / 4) << 4)).put((byte) flags).putShort((short) window);
    return header.putInt(0).put(list).array();
  }

  private byte[] udpHeader() {
    int length = udpLength < 0 ? 8 + payload.length : udpLength;
    var header = ByteBuffer.allocate(8);
    header.putShort((short) sourcePort).putShort((short) destinationPort);
    return header.putShort((short) length).array();
  }

  private byte[] ip4(byte[] transport) {
    int headerLength = 20 + ip4Options.length;
    int length = ipLength < 0 ? headerLength + transport.length : ipLength;
    var header = ByteBuffer.allocate(headerLength);
    header.put((byte) (0x40 | (headerLength / 4))).put((byte) 0).putShort((short) length);
    header.putShort((short) identification).putShort((short) fragment);
    header.put((byte) ttl).put((byte) protocol).putShort((short) 0);
    header.put(source.getAddress()).put(destination.getAddress()).put(ip4Options);
    header.putShort(10, (short) ~sum(header.array()));
    return concatenate(header.array(), transport);
  }

  private byte[] ip6(byte[] transport) {
    byte[] chain = chain();
    int length = ipLength < 0 ? chain.length + transport.length : ipLength;
    var header = ByteBuffer.allocate(40);
    header.putInt(0x6000_0000).putShort((short) length);
    header.put((byte) (extensions.isEmpty() ? protocol : extensionTypes.getFirst()));
    header.put((byte) ttl).put(source.getAddress()).put(destination.getAddress());
    return concatenate(header.array(), chain, transport);
  }

  private byte[] chain() {
    var chain = new ByteArrayOutputStream();
    for (int i = 0; i < extensions.size(); i++) {
      byte[] header = extensions.get(i).clone();
      int next = i + 1 < extensions.size() ? extensionTypes.get(i + 1) : protocol;
      header[0] = (byte) next;
      chain.writeBytes(header);
    }
    return chain.toByteArray();
  }

  private byte[] pseudoHeader(int length) {
    byte[] rest = ByteBuffer.allocate(8).putInt(length).putInt(protocol).array();
    return concatenate(source.getAddress(), destination.getAddress(), rest);
  }

  /** The Internet checksum's sum, not yet complemented (RFC 1071). */
  private static int sum(byte[]... parts) {
    byte[] octets = concatenate(parts);
    long sum = 0;
    for (int i = 0; i < octets.length; i++) {
      sum += (octets[i] & 0xFFL) << (i % 2 == 0 ? 8 : 0);
    }
    while (sum > 0xFFFF) {
      sum = (sum & 0xFFFF) + (sum >> 16);
    }
    return (int) sum;
  }

  static byte[] concatenate(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  static byte[] octets(int... values) {
    byte[] octets = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      octets[i] = (byte) values[i];
    }
    return octets;
  }
}
