package dev.synfin.track;

import dev.synfin.capture.Frame;
import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns a trace in packetdrill's notation into frames, real octets that the decoder reads.
 *
 * <pre>
 *  0.000 &gt; S  0:0(0) win 64240 &lt;mss 1460,sackOK,TS val 1 ecr 0,wscale 7&gt;
 * +0.001 &lt; S. 0:0(0) ack 1 win 65160
 * +0.001 &gt; .  1:1(0) ack 1
 * +0.001 &gt; P. 1:6(5) ack 1 id 7
 * +0.001 &lt; icmp 3/3
 * +0.001 &gt; udp 5
 * </pre>
 *
 * <p>Numbers are relative to the two initial sequence numbers; The sign &gt; comes from the
 * client's address. {@code win} and {@code id} stay as they were last unless given; ports can be
 * given as {@code ports 40001/8080}. {@code header 60} is what the header says of its length, and
 * {@code snap 66} how many octets of the packet the capture holds.
 */
public final class TraceFrames {
  static final long START = 1_800_000_000_000_000_000L;
  private static final int RAW_IP = 101;
  private static final Pattern LINE = Pattern.compile("(\\+?)([0-9.]+) +([<>]) +(.*)");
  private static final Pattern SEGMENT =
      Pattern.compile("([SFRPUEW.-]+) +(\\d+):\\d+\\((\\d+)\\)(.*)");

  private final int clientIsn;
  private final int serverIsn;
  private final Frame frame = new Frame();
  private long nanos = START;
  private long number;
  private final int[] window = {64_240, 65_160};
  private int identification = 100;
  private int clientPort = 40_000;
  private int serverPort = 8080;

  public TraceFrames(int clientIsn, int serverIsn) {
    this.clientIsn = clientIsn;
    this.serverIsn = serverIsn;
  }

  /** The frame that a line describes, valid until the next. */
  public Frame frame(String line) {
    Matcher m = LINE.matcher(line.strip().replaceFirst("\\s*#.*", ""));
    if (!m.matches()) {
      throw new IllegalArgumentException("not a line of a trace: " + line);
    }
    long ns = Math.round(Double.parseDouble(m.group(2)) * 1e9);
    nanos = m.group(1).isEmpty() ? START + ns : nanos + ns;
    boolean ofClient = m.group(3).equals(">");
    byte[] octets = octets(ofClient, m.group(4));
    int captured = Math.min(octets.length, number(line, "snap (\\d+)", octets.length));
    frame.set(++number, nanos, RAW_IP, octets, 0, captured, octets.length);
    return frame;
  }

  private byte[] octets(boolean ofClient, String what) {
    if (what.startsWith("udp ")) {
      return packet(ofClient, 17, udp(ofClient, Integer.parseInt(what.substring(4).strip())));
    }
    if (what.startsWith("icmp ")) {
      return packet(ofClient, 1, icmp(ofClient, what.substring(5).strip()));
    }
    Matcher m = SEGMENT.matcher(what);
    if (!m.matches()) {
      throw new IllegalArgumentException("not a segment: " + what);
    }
    String rest = m.group(4);
    clientPort = number(rest, "ports (\\d+)/", clientPort);
    serverPort = number(rest, "ports \\d+/(\\d+)", serverPort);
    identification = number(rest, "id (\\d+)", identification + 1);
    byte[] segment =
        tcp(ofClient, m.group(1), Long.parseLong(m.group(2)), number(m.group(3)), rest);
    return packet(ofClient, 6, segment);
  }

  private byte[] tcp(boolean ofClient, String flags, long seq, int length, String rest) {
    byte[] options = options(ofClient, rest);
    int side = ofClient ? 0 : 1;
    window[side] = number(rest, "win (\\d+)", window[side]);
    var octets = ByteBuffer.allocate(20 + options.length + length);
    octets.putShort((short) (ofClient ? clientPort : serverPort));
    octets.putShort((short) (ofClient ? serverPort : clientPort));
    octets.putInt((int) seq + (ofClient ? clientIsn : serverIsn));
    int ack = number(rest, "ack (\\d+)", 0);
    octets.putInt(flags.contains(".") ? ack + (ofClient ? serverIsn : clientIsn) : 0);
    octets.put((byte) ((number(rest, "header (\\d+)", 20 + options.length) / 4) << 4));
    octets.put((byte) bits(flags));
    octets.putShort((short) window[side]);
    octets.putInt(0);
    octets.put(options);
    return octets.array();
  }

  private static int bits(String flags) {
    int bits = 0;
    for (int i = 0; i < flags.length(); i++) {
      int bit = "FSRP.UEW".indexOf(flags.charAt(i));
      bits |= bit < 0 ? 0 : 1 << bit;
    }
    return bits;
  }

  private byte[] options(boolean ofClient, String rest) {
    Matcher m = Pattern.compile("<(.*)>").matcher(rest);
    var octets = ByteBuffer.allocate(40);
    if (m.find()) {
      for (String option : m.group(1).split(",", -1)) {
        option(octets, option.strip(), ofClient ? serverIsn : clientIsn);
      }
    }
    while (octets.position() % 4 != 0) {
      octets.put((byte) 1);
    }
    byte[] used = new byte[octets.position()];
    octets.flip().get(used);
    return used;
  }

  private static void option(ByteBuffer octets, String option, int peersIsn) {
    String[] words = option.split("[ :]", -1);
    switch (words[0]) {
      case "mss" -> octets.put((byte) 2).put((byte) 4).putShort((short) number(words[1]));
      case "wscale" -> octets.put((byte) 3).put((byte) 3).put((byte) number(words[1]));
      case "sackOK" -> octets.put((byte) 4).put((byte) 2);
      case "sack" -> {
        octets.put((byte) 5).put((byte) (2 + 4 * (words.length - 1)));
        for (int i = 1; i < words.length; i++) {
          octets.putInt(number(words[i]) + peersIsn);
        }
      }
      case "TS" ->
          octets.put((byte) 8).put((byte) 10).putInt(number(words[2])).putInt(number(words[4]));
      case "FO" -> octets.put((byte) 34).put((byte) 10).putLong(1);
      case "nop" -> octets.put((byte) 1);
      default -> throw new IllegalArgumentException("not an option: " + option);
    }
  }

  private byte[] udp(boolean ofClient, int length) {
    var octets = ByteBuffer.allocate(8 + length);
    octets.putShort((short) (ofClient ? clientPort : serverPort));
    octets.putShort((short) (ofClient ? serverPort : clientPort));
    octets.putShort((short) (8 + length));
    return octets.array();
  }

  /** An error that quotes the other side's last kind of packet: TCP with type 3/13, else UDP. */
  private byte[] icmp(boolean ofClient, String typeAndCode) {
    String[] parts = typeAndCode.split("[/ ]", -1);
    boolean ofTcp = parts.length > 2 && parts[2].equals("tcp");
    byte[] quotedPayload = ofTcp ? tcp(!ofClient, "S", 0, 0, "") : udp(!ofClient, 0);
    byte[] quoted = packet(!ofClient, ofTcp ? 6 : 17, quotedPayload);
    var octets = ByteBuffer.allocate(8 + quoted.length);
    octets.put((byte) number(parts[0])).put((byte) number(parts[1])).putShort((short) 0).putInt(0);
    return octets.put(quoted).array();
  }

  private byte[] packet(boolean ofClient, int protocol, byte[] payload) {
    var octets = ByteBuffer.allocate(20 + payload.length);
    octets.putShort((short) 0x4500).putShort((short) octets.capacity());
    octets.putShort((short) identification).putShort((short) 0x4000);
    octets.put((byte) 64).put((byte) protocol).putShort((short) 0);
    octets.putInt(ofClient ? 0x0A00_0001 : 0x0A00_0002);
    octets.putInt(ofClient ? 0x0A00_0002 : 0x0A00_0001);
    return octets.put(payload).array();
  }

  private static int number(String text) {
    return (int) Long.parseLong(text.strip());
  }

  private static int number(String text, String pattern, int otherwise) {
    Matcher m = Pattern.compile("\\b" + pattern).matcher(text);
    return m.find() ? number(m.group(1)) : otherwise;
  }
}
