package dev.synfin.timeline;

import static dev.synfin.timeline.LineBuffer.ascii;

import dev.synfin.address.IpAddresses;
import dev.synfin.track.AnalysisFlag;
import dev.synfin.track.ConnectionSummary;
import dev.synfin.track.Handshake;
import dev.synfin.track.Protocol;
import dev.synfin.track.Roles;
import dev.synfin.track.Side;
import dev.synfin.track.TcpState;
import dev.synfin.track.Teardown;
import dev.synfin.track.Traffic;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the line of a connection that is over straight from the tracker's summary: captures have
 * hundreds of thousands of them. The fields are those of {@link Connection} without events, in
 * their order, and the octets are those that Jackson would write.
 */
final class ConnectionLines {
  private static final byte[] START = ascii("{\"type\":\"connection\",\"stream\":");
  private static final byte[] END = ascii(",\"findings\":[]}");
  private static final Word NULL = Word.of("null");
  private static final EnumText<Protocol> PROTOCOL =
      new EnumText<>(",\"protocol\":", Protocol.class);
  private static final EnumText<Roles> ROLES = new EnumText<>(",\"roles\":", Roles.class);
  private static final EnumText<Handshake.Kind> OPENED =
      new EnumText<>("{\"kind\":", Handshake.Kind.class);
  private static final EnumText<Teardown.Kind> CLOSED =
      new EnumText<>("{\"kind\":", Teardown.Kind.class);
  private static final EnumText<Side> INITIATOR = new EnumText<>(",\"initiator\":", Side.class);
  private static final EnumText<Side> TIME_WAIT = new EnumText<>(",\"time_wait\":", Side.class);
  private static final EnumText<Side> BY = new EnumText<>(",\"by\":", Side.class);
  private static final EnumText<TcpState> CLIENT_STATE =
      new EnumText<>("},\"final_state\":{\"client\":", TcpState.class);
  private static final EnumText<TcpState> SERVER_STATE =
      new EnumText<>(",\"server\":", TcpState.class);
  private static final EnumText<TcpState> FIRST_STATE =
      new EnumText<>("{\"state\":", TcpState.class);
  private static final EnumText<TcpState> NEXT_STATE =
      new EnumText<>(",{\"state\":", TcpState.class);
  private static final Word CLIENT_END = Word.of(",\"client\":");
  private static final Word SERVER_END = Word.of(",\"server\":");
  private static final Word COMMUNITY_ID = Word.of(",\"community_id\":\"");
  private static final Word DURATION_NS = Word.of(",\"duration_ns\":");
  private static final Word CONN_STATE = Word.of(",\"conn_state\":\"");
  private static final Word HISTORY = Word.of("\",\"history\":\"");
  private static final Word COMPLETENESS = Word.of(",\"completeness\":");
  private static final Word TRAFFIC = Word.of(",\"traffic\":");
  private static final Word CLIENT_TRAFFIC = Word.of("{\"client\":{\"frames\":");
  private static final Word SERVER_TRAFFIC = Word.of(",\"server\":{\"frames\":");
  private static final Word CLIENT_STATES = Word.of("},\"states\":{\"client\":[");
  private static final Word SERVER_STATES = Word.of("],\"server\":[");
  private static final Word STATES_END = Word.of("]}");
  private static final Word ADDRESS = Word.of("{\"address\":\"");
  private static final Word PORT = Word.of("\",\"port\":");
  private static final Word NAME = Word.of(",\"name\":");
  private static final Word STARTED_AT = Word.of(",\"started_at\":\"");
  private static final Word UTC = Word.of("Z\"");
  private static final Word HANDSHAKE = Word.of(",\"handshake\":");
  private static final Word SYN = Word.of(",\"frames\":{\"syn\":");
  private static final Word SYN_ACK = Word.of(",\"syn_ack\":");
  private static final Word ACK = Word.of(",\"ack\":");
  private static final Word SYN_TO_SYN_ACK_NS = Word.of("},\"syn_to_syn_ack_ns\":");
  private static final Word SYN_ACK_TO_ACK_NS = Word.of(",\"syn_ack_to_ack_ns\":");
  private static final Word RTT_NS = Word.of(",\"rtt_ns\":");
  private static final Word SYN_RETRANSMISSIONS = Word.of(",\"syn_retransmissions\":");
  private static final byte[] SYN_ACK_RETRANSMISSIONS = ascii(",\"syn_ack_retransmissions\":");
  private static final Word CLIENT_OPTIONS = Word.of(",\"client_options\":");
  private static final Word SERVER_OPTIONS = Word.of(",\"server_options\":");
  private static final Word MSS = Word.of("{\"mss\":");
  private static final Word WINDOW_SCALE = Word.of(",\"window_scale\":");
  private static final Word SACK_PERMITTED = Word.of(",\"sack_permitted\":");
  private static final Word TIMESTAMPS = Word.of(",\"timestamps\":");
  private static final Word FAST_OPEN = Word.of(",\"fast_open\":");
  private static final Word TEARDOWN = Word.of(",\"teardown\":");
  private static final Word FRAMES = Word.of(",\"frames\":");
  private static final Word FIN = Word.of("{\"fin\":");
  private static final Word FIN_ACK = Word.of(",\"fin_ack\":");
  private static final Word PEER_FIN = Word.of(",\"peer_fin\":");
  private static final Word PEER_FIN_ACK = Word.of(",\"peer_fin_ack\":");
  private static final Word SEGMENTS = Word.of(",\"segments\":");
  private static final Word HALF_CLOSED_NS = Word.of(",\"half_closed_ns\":");
  private static final Word FRAME = Word.of(",\"frame\":");
  private static final Word PAYLOAD_BYTES = Word.of(",\"payload_bytes\":");
  private static final Word RETRANSMITTED_FRAMES = Word.of(",\"retransmitted_frames\":");
  private static final Word ZERO_WINDOWS = Word.of(",\"zero_windows\":");
  private static final Word ANALYSIS = Word.of("},\"analysis\":{");
  private static final Word COUNT = Word.of("\":");
  private static final Word T_NS = Word.of(",\"t_ns\":");
  private static final Word TRUE = Word.of("true");
  private static final Word FALSE = Word.of("false");

  private final LineBuffer line;
  private final Map<String, String> names;
  private long second = Long.MIN_VALUE;
  private String secondText = "";

  ConnectionLines(LineBuffer line, Map<String, String> names) {
    this.line = line;
    this.names = names;
  }

  /**
   * Writes one.
   *
   * @param id its Community ID
   */
  void write(ConnectionSummary s, String id, StateLog states) {
    line.text(START).number(s.stream());
    line.text(PROTOCOL.of(s.protocol()));
    end(CLIENT_END, s.ipVersion(), s.clientHigh(), s.clientLow(), s.clientPort());
    end(SERVER_END, s.ipVersion(), s.serverHigh(), s.serverLow(), s.serverPort());
    line.text(ROLES.of(s.roles()));
    line.word(COMMUNITY_ID).text(id).character('"');
    startedAt(s.startedAtNanos());
    line.word(DURATION_NS).number(s.durationNs());
    line.word(CONN_STATE).text(s.connState());
    line.word(HISTORY).text(s.history()).character('"');
    number(COMPLETENESS, s.completeness());
    handshake(s.handshake());
    teardown(s.teardown());
    line.word(TRAFFIC);
    traffic(CLIENT_TRAFFIC, s.clientTraffic());
    traffic(SERVER_TRAFFIC, s.serverTraffic());
    analysis(s.analysis());
    line.text(CLIENT_STATE.of(s.clientState()));
    line.text(SERVER_STATE.of(s.serverState()));
    states(CLIENT_STATES, states, Side.CLIENT);
    states(SERVER_STATES, states, Side.SERVER);
    line.word(STATES_END).text(END).endLine();
  }

  private void end(Word field, int version, long high, long low, int port) {
    line.word(field).word(ADDRESS);
    line.address(version, high, low);
    line.word(PORT).number(port).word(NAME);
    var name = names.isEmpty() ? null : names.get(IpAddresses.text(version, high, low));
    if (name == null) {
      line.word(NULL);
    } else {
      line.character('"').escaped(name.toCharArray(), name.length()).character('"');
    }
    line.character('}');
  }

  /** Most connections begin in the same second as the one before. */
  private void startedAt(long epochNanos) {
    var begun = Math.floorDiv(epochNanos, 1_000_000_000L);
    if (begun != second) {
      second = begun;
      var whole = MomentText.of(ConnectionRecords.moment(begun * 1_000_000_000L));
      secondText = whole.substring(0, whole.length() - "000000000Z".length());
    }
    line.word(STARTED_AT).text(secondText);
    line.padded((int) Math.floorMod(epochNanos, 1_000_000_000L), 9).word(UTC);
  }

  private void handshake(@Nullable Handshake handshake) {
    line.word(HANDSHAKE);
    if (handshake == null) {
      line.word(NULL);
      return;
    }
    line.text(OPENED.of(handshake.kind()));
    number(SYN, handshake.frames().syn());
    number(SYN_ACK, handshake.frames().synAck());
    number(ACK, handshake.frames().ack());
    number(SYN_TO_SYN_ACK_NS, handshake.synToSynAckNs());
    number(SYN_ACK_TO_ACK_NS, handshake.synAckToAckNs());
    number(RTT_NS, handshake.rttNs());
    line.word(SYN_RETRANSMISSIONS).number(handshake.synRetransmissions());
    line.text(SYN_ACK_RETRANSMISSIONS).number(handshake.synAckRetransmissions());
    offer(CLIENT_OPTIONS, handshake.clientOptions());
    offer(SERVER_OPTIONS, handshake.serverOptions());
    line.character('}');
  }

  private void offer(Word field, Handshake.@Nullable Options options) {
    line.word(field);
    if (options == null) {
      line.word(NULL);
      return;
    }
    number(MSS, options.mss());
    number(WINDOW_SCALE, options.windowScale());
    truth(SACK_PERMITTED, options.sackPermitted());
    truth(TIMESTAMPS, options.timestamps());
    truth(FAST_OPEN, options.fastOpen());
    line.character('}');
  }

  private void teardown(@Nullable Teardown teardown) {
    line.word(TEARDOWN);
    if (teardown == null) {
      line.word(NULL);
      return;
    }
    line.text(CLOSED.of(teardown.kind()));
    line.text(INITIATOR.of(teardown.initiator()));
    line.word(FRAMES);
    var frames = teardown.frames();
    if (frames == null) {
      line.word(NULL);
    } else {
      number(FIN, frames.fin());
      number(FIN_ACK, frames.finAck());
      number(PEER_FIN, frames.peerFin());
      number(PEER_FIN_ACK, frames.peerFinAck());
      line.character('}');
    }
    number(SEGMENTS, teardown.segments());
    number(HALF_CLOSED_NS, teardown.halfClosedNs());
    line.text(TIME_WAIT.of(teardown.timeWait()));
    line.text(BY.of(teardown.by()));
    number(FRAME, teardown.frame());
    line.character('}');
  }

  private void traffic(Word field, Traffic traffic) {
    line.word(field).number(traffic.frames());
    line.word(PAYLOAD_BYTES).number(traffic.payloadBytes());
    line.word(RETRANSMITTED_FRAMES).number(traffic.retransmittedFrames());
    line.word(ZERO_WINDOWS).number(traffic.zeroWindows()).character('}');
  }

  private void analysis(Map<AnalysisFlag, Integer> counts) {
    line.word(ANALYSIS);
    var separator = "\"";
    for (var entry : counts.entrySet()) {
      line.text(separator).text(Names.of(entry.getKey()));
      line.word(COUNT).number(entry.getValue());
      separator = ",\"";
    }
  }

  private void states(Word field, StateLog changes, Side side) {
    line.word(field);
    var text = FIRST_STATE;
    for (var i = 0; i < changes.size(); i++) {
      if (changes.isOf(i, side)) {
        line.text(text.of(changes.state(i)));
        line.word(FRAME).number(changes.frame(i));
        line.word(T_NS).number(changes.tNs(i)).character('}');
        text = NEXT_STATE;
      }
    }
  }

  private void number(Word field, @Nullable Number value) {
    line.word(field);
    if (value == null) {
      line.word(NULL);
    } else {
      line.number(value.longValue());
    }
  }

  private void truth(Word field, boolean value) {
    line.word(field).word(value ? TRUE : FALSE);
  }
}
