package dev.synfin.export;

import dev.synfin.timeline.Connection;
import dev.synfin.timeline.DatagramEvent;
import dev.synfin.timeline.IcmpEvent;
import dev.synfin.timeline.Layer;
import dev.synfin.timeline.PacketEvent;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.timeline.Timeline;
import dev.synfin.track.Protocol;
import dev.synfin.track.Side;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Zeek's {@code conn.log} as JSON, an object a line: the fields of {@code Conn::Info} by their
 * names (Zeek 8, {@code base/protocols/conn/main.zeek}), and {@code community_id} of the policy
 * script {@code community-id-logging}.
 *
 * <p>Times are seconds with six decimals, as Zeek writes them. What Zeek would have to dissect or
 * to be told is left out: {@code service}, {@code local_orig}, {@code local_resp}, {@code
 * tunnel_parents}. A {@code uid} is made from the connection's ends and time, so that the same
 * timeline gives the same.
 */
public final class ZeekLog {
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int UID_DIGITS = 17;

  private ZeekLog() {}

  /**
   * Writes a line for each connection and conversation over IP; leaves the stream open.
   *
   * @throws IOException if the stream fails
   */
  public static void write(Timeline timeline, OutputStream out) throws IOException {
    var json = new JsonOutput(out);
    for (Connection connection : timeline.connections()) {
      if (connection.protocol() != Protocol.UNIX) {
        json.line(line(connection));
      }
    }
    out.flush();
  }

  private static Fields line(Connection c) {
    Fields fields =
        Fields.of("ts", seconds(Moments.startOf(c)))
            .and("uid", uid(c))
            .and("id.orig_h", c.client().address())
            .and("id.orig_p", c.client().port())
            .and("id.resp_h", c.server().address())
            .and("id.resp_p", c.server().port())
            .and("proto", Words.of(c.protocol()));
    if (c.durationNs() > 0) {
      fields
          .and("duration", seconds(c.durationNs()))
          .and("orig_bytes", SentOctets.payloadBytes(c, Side.CLIENT))
          .and("resp_bytes", SentOctets.payloadBytes(c, Side.SERVER));
    }
    return fields
        .and("conn_state", c.connState())
        .and("missed_bytes", SentOctets.missedBytes(c))
        .and("history", c.history())
        .and("orig_pkts", c.traffic().client().frames())
        .and("orig_ip_bytes", ipBytes(c, Side.CLIENT))
        .and("resp_pkts", c.traffic().server().frames())
        .and("resp_ip_bytes", ipBytes(c, Side.SERVER))
        .and("ip_proto", c.protocol() == Protocol.TCP ? 6 : 17)
        .and("community_id", c.communityId());
  }

  private static BigDecimal seconds(long nanos) {
    return BigDecimal.valueOf(nanos, 9).setScale(6, RoundingMode.HALF_UP);
  }

  /** Octets of IP packets, headers included; null where the events were left out. */
  private static @Nullable Long ipBytes(Connection connection, Side side) {
    if (connection.events() == null) {
      return null;
    }
    long octets = 0;
    for (var event : connection.allEvents()) {
      if (event instanceof PacketEvent packet && packet.from() == side) {
        octets += ipBytes(packet);
      }
    }
    return octets;
  }

  private static long ipBytes(PacketEvent packet) {
    List<Layer> layers =
        switch (packet) {
          case SegmentEvent s -> s.layers();
          case DatagramEvent d -> d.layers();
          case IcmpEvent i -> List.<Layer>of(); // a flow of its own to Zeek
        };
    long octets = 0;
    for (Layer layer : layers) {
      if (layer.name().startsWith("ip")
          || layer.name().equals("tcp")
          || layer.name().equals("udp")) {
        octets += layer.length();
      }
    }
    return layers.isEmpty() ? 0 : octets + Words.payload(packet);
  }

  /** Zeek's uids are {@code C} and a random number in base 62; this one is not random. */
  private static String uid(Connection c) {
    String about =
        c.client().text() + c.server().text() + c.protocol() + c.startedAt() + c.stream();
    var number = new BigInteger(1, sha256(about));
    var uid = new StringBuilder("C");
    for (int i = 0; i < UID_DIGITS; i++) {
      BigInteger[] rest = number.divideAndRemainder(BigInteger.valueOf(DIGITS.length()));
      uid.append(DIGITS.charAt(rest[1].intValue()));
      number = rest[0];
    }
    return uid.toString();
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
