package dev.synfin.timeline;

import static dev.synfin.timeline.LineBuffer.ascii;

import dev.synfin.track.AnalysisFlag;
import dev.synfin.track.Phase;
import dev.synfin.track.Probe;
import dev.synfin.track.Retransmission;
import dev.synfin.track.SegmentFacts;
import dev.synfin.track.Side;
import dev.synfin.track.TcpState;
import dev.synfin.wire.Datagram;
import dev.synfin.wire.IpPacket;
import dev.synfin.wire.SeqNumber;
import dev.synfin.wire.TcpSegment;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the lines of segments and datagrams straight from the decoded packet, without a record or
 * a string on the way: captures have millions of them. The fields are those of {@link SegmentEvent}
 * and {@link DatagramEvent}, in their order, and the octets are those that Jackson would write.
 */
final class PacketLines {
  private static final byte[] SEGMENT =
      ascii("{\"type\":\"segment\",\"protocol\":\"tcp\",\"stream\":");
  private static final byte[] DATAGRAM =
      ascii("{\"type\":\"datagram\",\"protocol\":\"udp\",\"stream\":");
  private static final byte[] FRAME = ascii(",\"frame\":");
  private static final byte[] T_NS = ascii(",\"t_ns\":");
  private static final byte[] SEQ = ascii(",\"seq\":");
  private static final byte[] ACK = ascii(",\"ack\":");
  private static final byte[] RAW_SEQ = ascii(",\"raw_seq\":");
  private static final byte[] RAW_ACK = ascii(",\"raw_ack\":");
  private static final byte[] LEN = ascii(",\"len\":");
  private static final byte[] WIN = ascii(",\"win\":");
  private static final byte[] RAW_WIN = ascii(",\"raw_win\":");
  private static final byte[] ANALYSIS = ascii(",\"analysis\":[");
  private static final byte[] RETRANSMISSION = ascii(",\"retransmission\":{\"of\":");
  private static final byte[] CAUSE = ascii(",\"cause\":");
  private static final byte[] BASIS = ascii(",\"basis\":");
  private static final byte[] DUPLICATE_OF = ascii(",\"duplicate_of\":");
  private static final byte[] ACKS_FRAME = ascii(",\"acks_frame\":");
  private static final byte[] ACK_RTT_NS = ascii(",\"ack_rtt_ns\":");
  private static final byte[] BYTES_IN_FLIGHT = ascii(",\"bytes_in_flight\":");
  private static final byte[] TTL = ascii(",\"ttl\":");
  private static final byte[] IP_ID = ascii(",\"ip_id\":");
  private static final byte[] NULL = ascii("null");

  private static final AnalysisFlag[] ALL_ANALYSIS = AnalysisFlag.values();
  private static final EnumText<Side> FROM = new EnumText<>(",\"from\":", Side.class);
  private static final EnumText<Phase> PHASE = new EnumText<>(",\"phase\":", Phase.class);
  private static final EnumText<TcpState> CLIENT_STATE =
      new EnumText<>(",\"client_state\":", TcpState.class);
  private static final EnumText<TcpState> SERVER_STATE =
      new EnumText<>(",\"server_state\":", TcpState.class);
  private static final byte[] NO_CLIENT_STATE = ascii(",\"client_state\":null");
  private static final byte[] NO_SERVER_STATE = ascii(",\"server_state\":null");
  private static final byte[][] FLAGS =
      IntStream.range(0, 256).mapToObj(PacketLines::flags).toArray(byte[][]::new);
  private static final EnumText<AnalysisFlag> ANALYSIS_FLAGS =
      new EnumText<>("", AnalysisFlag.class);
  private static final EnumText<Probe> PROBES = new EnumText<>(",\"probe\":", Probe.class);
  private static final EnumText<Retransmission.Cause> CAUSES =
      new EnumText<>("", Retransmission.Cause.class);

  private final LineBuffer line;
  private final OptionText options;
  private final LayerText layers;
  private final PayloadText payloads;

  PacketLines(LineBuffer line, EventOptions options) {
    this.line = line;
    this.options = new OptionText(line);
    this.layers = new LayerText(line, options.linkType());
    this.payloads = new PayloadText(line, options.payloadBytes());
  }

  private static byte[] flags(int bits) {
    var names = Flags.control(bits).stream().map(f -> '"' + Json.nameOf(f) + '"').toList();
    return ascii(",\"flags\":[" + String.join(",", names) + "]");
  }

  void write(long stream, TcpSegment segment, SegmentFacts facts, long tNs) {
    line.ensure();
    writeStart(SEGMENT, stream, segment, facts.from(), tNs);
    writeNumbers(segment, facts);
    options.write(segment, facts);
    line.text(PHASE.of(facts.phase()));
    writeState(facts.clientState(), CLIENT_STATE, NO_CLIENT_STATE);
    writeState(facts.serverState(), SERVER_STATE, NO_SERVER_STATE);
    writeAnalysis(facts);
    writeJudgements(facts);
    writeAtLeast(1, ACKS_FRAME, facts.acksFrame());
    writeAtLeast(0, ACK_RTT_NS, facts.ackRttNanos());
    writeAtLeast(0, BYTES_IN_FLIGHT, facts.bytesInFlight());
    writeEnd(segment);
  }

  void write(long stream, Datagram datagram, Side from, long tNs) {
    line.ensure();
    writeStart(DATAGRAM, stream, datagram, from, tNs);
    line.text(LEN).number(datagram.payloadLength());
    writeEnd(datagram);
  }

  private void writeStart(byte[] type, long stream, IpPacket packet, Side from, long tNs) {
    line.text(type).number(stream);
    line.text(FRAME).number(packet.frameNumber());
    line.text(T_NS).number(tNs);
    line.text(FROM.of(from));
  }

  private void writeNumbers(TcpSegment segment, SegmentFacts facts) {
    var acknowledges = segment.has(TcpSegment.ACK);
    line.text(FLAGS[segment.flags() & 0xFF]);
    line.text(SEQ).number(facts.relativeSeq());
    writeIf(acknowledges, ACK, facts.relativeAck());
    line.text(RAW_SEQ).number(SeqNumber.unsigned(segment.seq()));
    writeIf(acknowledges, RAW_ACK, SeqNumber.unsigned(segment.ack()));
    line.text(LEN).number(segment.payloadLength());
    line.text(WIN).number(facts.window());
    line.text(RAW_WIN).number(segment.window());
  }

  private void writeState(@Nullable TcpState state, EnumText<TcpState> known, byte[] unknown) {
    line.text(state == null ? unknown : known.of(state));
  }

  private void writeAnalysis(SegmentFacts facts) {
    line.text(ANALYSIS);
    if (facts.analysis() != 0) {
      var separator = "";
      for (var flag : ALL_ANALYSIS) {
        if (facts.is(flag)) {
          line.text(separator).text(ANALYSIS_FLAGS.of(flag));
          separator = ",";
        }
      }
    }
    line.character(']');
  }

  private void writeJudgements(SegmentFacts facts) {
    var judged = facts.retransmission();
    if (judged != null) {
      writeRetransmission(judged);
    }
    var probe = facts.probe();
    if (probe != null) {
      line.text(PROBES.of(probe));
    }
    if (facts.duplicateOf() > 0) {
      line.text(DUPLICATE_OF).number(facts.duplicateOf());
    }
  }

  private void writeRetransmission(Retransmission judged) {
    var of = judged.of();
    var cause = judged.cause();
    var basis = judged.basis();
    writeAtLeast(1, RETRANSMISSION, of == null ? 0 : of);
    line.text(CAUSE).text(cause == null ? NULL : CAUSES.of(cause));
    line.text(BASIS);
    if (basis == null) {
      line.text(NULL);
    } else {
      line.character('"').text(basis).character('"');
    }
    line.character('}');
  }

  private void writeEnd(IpPacket packet) {
    writeAtLeast(0, TTL, packet.timeToLive());
    writeAtLeast(0, IP_ID, packet.identification());
    layers.write(packet);
    payloads.write(packet);
    line.character('}').endLine();
  }

  private void writeIf(boolean known, byte[] field, long value) {
    line.text(field);
    if (known) {
      line.number(value);
    } else {
      line.text(NULL);
    }
  }

  /** Null below the least value that means something. */
  private void writeAtLeast(long least, byte[] field, long value) {
    writeIf(value >= least, field, value);
  }
}
