package dev.synfin.timeline;

import dev.synfin.track.AnalysisFlag;
import dev.synfin.track.Phase;
import dev.synfin.track.Retransmission;
import dev.synfin.track.SegmentFacts;
import dev.synfin.track.Side;
import dev.synfin.track.TcpState;
import dev.synfin.wire.Datagram;
import dev.synfin.wire.IpPacket;
import dev.synfin.wire.SeqNumber;
import dev.synfin.wire.TcpSegment;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.SerializedString;

/**
 * Writes the lines of segments and datagrams straight from the decoded packet, without a record or
 * a string on the way: captures have millions of them. The fields are those of {@link SegmentEvent}
 * and {@link DatagramEvent}, in their order.
 */
final class PacketLines {
  private static final SerializableString TYPE = name("type");
  private static final SerializableString SEGMENT = name("segment");
  private static final SerializableString DATAGRAM = name("datagram");
  private static final SerializableString PROTOCOL = name("protocol");
  private static final SerializableString TCP = name("tcp");
  private static final SerializableString UDP = name("udp");
  private static final SerializableString STREAM = name("stream");
  private static final SerializableString FRAME = name("frame");
  private static final SerializableString T_NS = name("t_ns");
  private static final SerializableString FROM = name("from");
  private static final SerializableString FLAGS = name("flags");
  private static final SerializableString SEQ = name("seq");
  private static final SerializableString ACK = name("ack");
  private static final SerializableString RAW_SEQ = name("raw_seq");
  private static final SerializableString RAW_ACK = name("raw_ack");
  private static final SerializableString LEN = name("len");
  private static final SerializableString WIN = name("win");
  private static final SerializableString RAW_WIN = name("raw_win");
  private static final SerializableString OPTIONS = name("options");
  private static final SerializableString MSS = name("mss");
  private static final SerializableString WINDOW_SCALE = name("window_scale");
  private static final SerializableString SACK_PERMITTED = name("sack_permitted");
  private static final SerializableString SACK = name("sack");
  private static final SerializableString LEFT = name("left");
  private static final SerializableString RIGHT = name("right");
  private static final SerializableString TS_VAL = name("ts_val");
  private static final SerializableString TS_ECR = name("ts_ecr");
  private static final SerializableString FAST_OPEN = name("fast_open");
  private static final SerializableString PHASE = name("phase");
  private static final SerializableString CLIENT_STATE = name("client_state");
  private static final SerializableString SERVER_STATE = name("server_state");
  private static final SerializableString ANALYSIS = name("analysis");
  private static final SerializableString RETRANSMISSION = name("retransmission");
  private static final SerializableString OF = name("of");
  private static final SerializableString CAUSE = name("cause");
  private static final SerializableString BASIS = name("basis");
  private static final SerializableString PROBE = name("probe");
  private static final SerializableString DUPLICATE_OF = name("duplicate_of");
  private static final SerializableString ACKS_FRAME = name("acks_frame");
  private static final SerializableString ACK_RTT_NS = name("ack_rtt_ns");
  private static final SerializableString BYTES_IN_FLIGHT = name("bytes_in_flight");
  private static final SerializableString TTL = name("ttl");
  private static final SerializableString IP_ID = name("ip_id");
  private static final SerializableString LAYERS = name("layers");
  private static final SerializableString NAME = name("name");
  private static final SerializableString OFFSET = name("offset");
  private static final SerializableString LENGTH = name("length");
  private static final SerializableString PAYLOAD = name("payload");
  private static final SerializableString TEXT = name("text");
  private static final SerializableString HEX = name("hex");
  private static final SerializableString TRUNCATED = name("truncated");

  private static final Map<Side, SerializableString> SIDES = names(Side.class);
  private static final Map<Phase, SerializableString> PHASES = names(Phase.class);
  private static final Map<TcpState, SerializableString> STATES = names(TcpState.class);
  private static final Map<Flag, SerializableString> FLAG_NAMES = names(Flag.class);
  private static final Map<AnalysisFlag, SerializableString> ANALYSIS_NAMES =
      names(AnalysisFlag.class);
  private static final AnalysisFlag[] ALL_ANALYSIS = AnalysisFlag.values();

  private final JsonGenerator json;
  private final PayloadExcerpt excerpt;
  private final Layers layers;
  private final Layers.Taker layerWriter = this::writeLayer;

  PacketLines(JsonGenerator json, EventOptions options) {
    this.json = json;
    this.excerpt = new PayloadExcerpt(options.payloadBytes());
    this.layers = new Layers(options.linkType());
  }

  void write(long stream, TcpSegment segment, SegmentFacts facts, long tNs) {
    writeStart(SEGMENT, TCP, stream, segment, facts.from(), tNs);
    writeNumbers(segment, facts);
    writeOptions(segment, facts);
    writeName(PHASE, PHASES.get(facts.phase()));
    writeName(CLIENT_STATE, stateName(facts.clientState()));
    writeName(SERVER_STATE, stateName(facts.serverState()));
    writeAnalysis(facts);
    writeJudgements(facts);
    writeAtLeast(0, TTL, segment.timeToLive());
    writeEnd(segment);
  }

  void write(long stream, Datagram datagram, Side from, long tNs) {
    writeStart(DATAGRAM, UDP, stream, datagram, from, tNs);
    writeNumber(LEN, datagram.payloadLength());
    writeAtLeast(0, TTL, datagram.timeToLive());
    writeEnd(datagram);
  }

  private void writeStart(
      SerializableString type,
      SerializableString protocol,
      long stream,
      IpPacket packet,
      Side from,
      long tNs) {
    json.writeStartObject();
    writeName(TYPE, type);
    writeName(PROTOCOL, protocol);
    writeNumber(STREAM, stream);
    writeNumber(FRAME, packet.frameNumber());
    writeNumber(T_NS, tNs);
    writeName(FROM, SIDES.get(from));
  }

  private void writeNumbers(TcpSegment segment, SegmentFacts facts) {
    var acknowledges = segment.has(TcpSegment.ACK);
    json.writeName(FLAGS);
    json.writeStartArray();
    for (var flag : Flags.control(segment.flags())) {
      json.writeString(FLAG_NAMES.get(flag));
    }
    json.writeEndArray();
    writeNumber(SEQ, facts.relativeSeq());
    writeIf(acknowledges, ACK, facts.relativeAck());
    writeNumber(RAW_SEQ, SeqNumber.unsigned(segment.seq()));
    writeIf(acknowledges, RAW_ACK, SeqNumber.unsigned(segment.ack()));
    writeNumber(LEN, segment.payloadLength());
    writeNumber(WIN, facts.window());
    writeNumber(RAW_WIN, segment.window());
  }

  private void writeOptions(TcpSegment segment, SegmentFacts facts) {
    var options = segment.options();
    json.writeName(OPTIONS);
    json.writeStartObject();
    writeIfPresent(MSS, options.mss());
    writeIfPresent(WINDOW_SCALE, options.windowScale());
    if (options.sackPermitted()) {
      json.writeName(SACK_PERMITTED);
      json.writeBoolean(true);
    }
    writeSack(segment, facts);
    if (options.timestamps()) {
      writeNumber(TS_VAL, SeqNumber.unsigned(options.tsVal()));
      writeNumber(TS_ECR, SeqNumber.unsigned(options.tsEcr()));
    }
    writeIfPresent(FAST_OPEN, options.fastOpenLength());
    json.writeEndObject();
  }

  private void writeSack(TcpSegment segment, SegmentFacts facts) {
    var options = segment.options();
    if (options.sackBlocks() == 0 || !segment.has(TcpSegment.ACK)) {
      return;
    }
    json.writeName(SACK);
    json.writeStartArray();
    for (var i = 0; i < options.sackBlocks(); i++) {
      json.writeStartObject();
      writeNumber(LEFT, EventRecords.relativeEdge(options.sackLeft(i), segment, facts));
      writeNumber(RIGHT, EventRecords.relativeEdge(options.sackRight(i), segment, facts));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeAnalysis(SegmentFacts facts) {
    json.writeName(ANALYSIS);
    json.writeStartArray();
    if (facts.analysis() != 0) {
      for (var flag : ALL_ANALYSIS) {
        if (facts.is(flag)) {
          json.writeString(ANALYSIS_NAMES.get(flag));
        }
      }
    }
    json.writeEndArray();
  }

  private void writeJudgements(SegmentFacts facts) {
    var judged = facts.retransmission();
    if (judged != null) {
      writeRetransmission(judged);
    }
    if (facts.probe() != null) {
      json.writeName(PROBE);
      json.writeString(Json.nameOf(facts.probe()));
    }
    if (facts.duplicateOf() > 0) {
      writeNumber(DUPLICATE_OF, facts.duplicateOf());
    }
    writeAtLeast(1, ACKS_FRAME, facts.acksFrame());
    writeAtLeast(0, ACK_RTT_NS, facts.ackRttNanos());
    writeAtLeast(0, BYTES_IN_FLIGHT, facts.bytesInFlight());
  }

  private void writeRetransmission(Retransmission judged) {
    var of = judged.of();
    var cause = judged.cause();
    json.writeName(RETRANSMISSION);
    json.writeStartObject();
    writeAtLeast(1, OF, of == null ? 0 : of);
    json.writeName(CAUSE);
    json.writeString(cause == null ? null : Json.nameOf(cause));
    json.writeName(BASIS);
    json.writeString(judged.basis());
    json.writeEndObject();
  }

  private void writeEnd(IpPacket packet) {
    writeAtLeast(0, IP_ID, packet.identification());
    json.writeName(LAYERS);
    json.writeStartArray();
    layers.tell(packet, layerWriter);
    json.writeEndArray();
    writePayload(packet);
    json.writeEndObject();
  }

  private void writeLayer(String name, int offset, int length) {
    json.writeStartObject();
    json.writeName(NAME);
    json.writeString(name);
    writeNumber(OFFSET, offset);
    writeNumber(LENGTH, length);
    json.writeEndObject();
  }

  private void writePayload(IpPacket packet) {
    json.writeName(PAYLOAD);
    if (!excerpt.read(
        packet.octets(),
        packet.payloadOffset(),
        packet.payloadCaptured(),
        packet.payloadLength())) {
      json.writeNull();
      return;
    }
    json.writeStartObject();
    json.writeName(excerpt.text ? TEXT : HEX);
    json.writeString(excerpt.chars, 0, excerpt.length);
    if (excerpt.truncated) {
      json.writeName(TRUNCATED);
      json.writeBoolean(true);
    }
    json.writeEndObject();
  }

  private void writeName(SerializableString field, @Nullable SerializableString value) {
    json.writeName(field);
    if (value == null) {
      json.writeNull();
    } else {
      json.writeString(value);
    }
  }

  private void writeNumber(SerializableString field, long value) {
    json.writeName(field);
    json.writeNumber(value);
  }

  private void writeIf(boolean known, SerializableString field, long value) {
    json.writeName(field);
    if (known) {
      json.writeNumber(value);
    } else {
      json.writeNull();
    }
  }

  /** Null below the least value that means something. */
  private void writeAtLeast(long least, SerializableString field, long value) {
    writeIf(value >= least, field, value);
  }

  private void writeIfPresent(SerializableString field, int value) {
    if (value >= 0) {
      writeNumber(field, value);
    }
  }

  private static @Nullable SerializableString stateName(@Nullable TcpState state) {
    return state == null ? null : STATES.get(state);
  }

  private static SerializableString name(String text) {
    return new SerializedString(text);
  }

  private static <E extends Enum<E>> Map<E, SerializableString> names(Class<E> type) {
    var names = new EnumMap<E, SerializableString>(type);
    for (var constant : type.getEnumConstants()) {
      names.put(constant, name(Json.nameOf(constant)));
    }
    return names;
  }
}
