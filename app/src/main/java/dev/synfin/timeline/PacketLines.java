package dev.synfin.timeline;

import static dev.synfin.timeline.LineBuffer.ascii;

import dev.synfin.track.AnalysisFlag;
import dev.synfin.track.Probe;
import dev.synfin.track.Retransmission;
import dev.synfin.track.SegmentFacts;
import dev.synfin.track.Side;
import dev.synfin.wire.Datagram;
import dev.synfin.wire.IpPacket;
import dev.synfin.wire.SeqNumber;
import dev.synfin.wire.TcpSegment;
import java.util.stream.IntStream;

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
  private static final FieldText FRAME = new FieldText("frame");
  private static final FieldText T_NS = new FieldText("t_ns");
  private static final FieldText ACK = new FieldText("ack");
  private static final FieldText RAW_SEQ = new FieldText("raw_seq");
  private static final FieldText RAW_ACK = new FieldText("raw_ack");
  private static final FieldText LEN = new FieldText("len");
  private static final FieldText WIN = new FieldText("win");
  private static final FieldText RAW_WIN = new FieldText("raw_win");
  private static final Word NO_ANALYSIS = Word.of(",\"analysis\":[]");
  private static final byte[] ANALYSIS = ascii(",\"analysis\":[");
  private static final byte[] RETRANSMISSION = ascii(",\"retransmission\":{\"of\":");
  private static final byte[] CAUSE = ascii(",\"cause\":");
  private static final byte[] BASIS = ascii(",\"basis\":");
  private static final FieldText DUPLICATE_OF = new FieldText("duplicate_of");
  private static final FieldText ACKS_FRAME = new FieldText("acks_frame");
  private static final FieldText ACK_RTT_NS = new FieldText("ack_rtt_ns");
  private static final FieldText BYTES_IN_FLIGHT = new FieldText("bytes_in_flight");
  private static final FieldText TTL = new FieldText("ttl");
  private static final FieldText IP_ID = new FieldText("ip_id");
  private static final byte[] NULL = ascii("null");

  private static final AnalysisFlag[] ALL_ANALYSIS = AnalysisFlag.values();
  private static final EnumText<Side> FROM = new EnumText<>(",\"from\":", Side.class);
  private static final byte[][] FLAGS_AND_SEQ =
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
    var names = Flags.control(bits).stream().map(f -> '"' + Names.of(f) + '"').toList();
    return ascii(",\"flags\":[" + String.join(",", names) + "],\"seq\":");
  }

  void write(long stream, TcpSegment segment, SegmentFacts facts, long tNs) {
    line.ensure();
    writeStart(SEGMENT, stream, segment, facts.from(), tNs);
    writeNumbers(segment, facts);
    options.write(segment, facts);
    line.text(StateText.of(facts));
    writeAnalysis(facts);
    writeJudgements(facts);
    ACKS_FRAME.writeAtLeast(1, line, facts.acksFrame());
    ACK_RTT_NS.writeAtLeast(0, line, facts.ackRttNanos());
    BYTES_IN_FLIGHT.writeAtLeast(0, line, facts.bytesInFlight());
    writeEnd(segment);
  }

  void write(long stream, Datagram datagram, Side from, long tNs) {
    line.ensure();
    writeStart(DATAGRAM, stream, datagram, from, tNs);
    LEN.write(line, datagram.payloadLength());
    writeEnd(datagram);
  }

  private void writeStart(byte[] type, long stream, IpPacket packet, Side from, long tNs) {
    line.text(type).number(stream);
    FRAME.write(line, packet.frameNumber());
    T_NS.write(line, tNs);
    line.text(FROM.of(from));
  }

  private void writeNumbers(TcpSegment segment, SegmentFacts facts) {
    var acknowledges = segment.has(TcpSegment.ACK);
    line.text(FLAGS_AND_SEQ[segment.flags() & 0xFF]).number(facts.relativeSeq());
    ACK.writeIf(acknowledges, line, facts.relativeAck());
    RAW_SEQ.write(line, SeqNumber.unsigned(segment.seq()));
    RAW_ACK.writeIf(acknowledges, line, SeqNumber.unsigned(segment.ack()));
    LEN.write(line, segment.payloadLength());
    WIN.write(line, facts.window());
    RAW_WIN.write(line, segment.window());
  }

  private void writeAnalysis(SegmentFacts facts) {
    if (facts.analysis() == 0) {
      line.word(NO_ANALYSIS);
      return;
    }
    line.text(ANALYSIS);
    var separator = "";
    for (var flag : ALL_ANALYSIS) {
      if (facts.is(flag)) {
        line.text(separator).text(ANALYSIS_FLAGS.of(flag));
        separator = ",";
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
      DUPLICATE_OF.write(line, facts.duplicateOf());
    }
  }

  private void writeRetransmission(Retransmission judged) {
    var of = judged.of();
    var cause = judged.cause();
    var basis = judged.basis();
    line.text(RETRANSMISSION);
    if (of == null) {
      line.text(NULL);
    } else {
      line.number(of);
    }
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
    TTL.writeAtLeast(0, line, packet.timeToLive());
    IP_ID.writeAtLeast(0, line, packet.identification());
    layers.write(packet);
    payloads.write(packet);
    line.character('}').endLine();
  }
}
