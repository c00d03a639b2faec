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
  private static final byte[] NULL = ascii("null");
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
    end(",\"client\":", s.ipVersion(), s.clientHigh(), s.clientLow(), s.clientPort());
    end(",\"server\":", s.ipVersion(), s.serverHigh(), s.serverLow(), s.serverPort());
    line.text(ROLES.of(s.roles()));
    line.text(",\"community_id\":\"").text(id).character('"');
    startedAt(s.startedAtNanos());
    line.text(",\"duration_ns\":").number(s.durationNs());
    line.text(",\"conn_state\":\"").text(s.connState());
    line.text("\",\"history\":\"").text(s.history()).character('"');
    number(",\"completeness\":", s.completeness());
    handshake(s.handshake());
    teardown(s.teardown());
    traffic(",\"traffic\":{\"client\":{\"frames\":", s.clientTraffic());
    traffic(",\"server\":{\"frames\":", s.serverTraffic());
    analysis(s.analysis());
    line.text(CLIENT_STATE.of(s.clientState()));
    line.text(SERVER_STATE.of(s.serverState()));
    states("},\"states\":{\"client\":[", states, Side.CLIENT);
    states("],\"server\":[", states, Side.SERVER);
    line.text("]}").text(END).endLine();
  }

  private void end(String field, int version, long high, long low, int port) {
    line.text(field).text("{\"address\":\"");
    line.address(version, high, low);
    line.text("\",\"port\":").number(port).text(",\"name\":");
    var name = names.isEmpty() ? null : names.get(IpAddresses.text(version, high, low));
    if (name == null) {
      line.text(NULL);
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
      var whole = Json.moment(ConnectionRecords.moment(begun * 1_000_000_000L));
      secondText = whole.substring(0, whole.length() - "000000000Z".length());
    }
    line.text(",\"started_at\":\"").text(secondText);
    line.padded((int) Math.floorMod(epochNanos, 1_000_000_000L), 9).text("Z\"");
  }

  private void handshake(@Nullable Handshake handshake) {
    line.text(",\"handshake\":");
    if (handshake == null) {
      line.text(NULL);
      return;
    }
    line.text(OPENED.of(handshake.kind()));
    number(",\"frames\":{\"syn\":", handshake.frames().syn());
    number(",\"syn_ack\":", handshake.frames().synAck());
    number(",\"ack\":", handshake.frames().ack());
    number("},\"syn_to_syn_ack_ns\":", handshake.synToSynAckNs());
    number(",\"syn_ack_to_ack_ns\":", handshake.synAckToAckNs());
    number(",\"rtt_ns\":", handshake.rttNs());
    line.text(",\"syn_retransmissions\":").number(handshake.synRetransmissions());
    line.text(",\"syn_ack_retransmissions\":").number(handshake.synAckRetransmissions());
    offer(",\"client_options\":", handshake.clientOptions());
    offer(",\"server_options\":", handshake.serverOptions());
    line.character('}');
  }

  private void offer(String field, Handshake.@Nullable Options options) {
    line.text(field);
    if (options == null) {
      line.text(NULL);
      return;
    }
    number("{\"mss\":", options.mss());
    number(",\"window_scale\":", options.windowScale());
    truth(",\"sack_permitted\":", options.sackPermitted());
    truth(",\"timestamps\":", options.timestamps());
    truth(",\"fast_open\":", options.fastOpen());
    line.character('}');
  }

  private void teardown(@Nullable Teardown teardown) {
    line.text(",\"teardown\":");
    if (teardown == null) {
      line.text(NULL);
      return;
    }
    line.text(CLOSED.of(teardown.kind()));
    line.text(INITIATOR.of(teardown.initiator()));
    line.text(",\"frames\":");
    var frames = teardown.frames();
    if (frames == null) {
      line.text(NULL);
    } else {
      number("{\"fin\":", frames.fin());
      number(",\"fin_ack\":", frames.finAck());
      number(",\"peer_fin\":", frames.peerFin());
      number(",\"peer_fin_ack\":", frames.peerFinAck());
      line.character('}');
    }
    number(",\"segments\":", teardown.segments());
    number(",\"half_closed_ns\":", teardown.halfClosedNs());
    line.text(TIME_WAIT.of(teardown.timeWait()));
    line.text(BY.of(teardown.by()));
    number(",\"frame\":", teardown.frame());
    line.character('}');
  }

  private void traffic(String field, Traffic traffic) {
    line.text(field).number(traffic.frames());
    line.text(",\"payload_bytes\":").number(traffic.payloadBytes());
    line.text(",\"retransmitted_frames\":").number(traffic.retransmittedFrames());
    line.text(",\"zero_windows\":").number(traffic.zeroWindows()).character('}');
  }

  private void analysis(Map<AnalysisFlag, Integer> counts) {
    line.text("},\"analysis\":{");
    var separator = "\"";
    for (var entry : counts.entrySet()) {
      line.text(separator).text(Names.of(entry.getKey()));
      line.text("\":").number(entry.getValue());
      separator = ",\"";
    }
  }

  private void states(String field, StateLog changes, Side side) {
    line.text(field);
    var text = FIRST_STATE;
    for (var i = 0; i < changes.size(); i++) {
      if (changes.isOf(i, side)) {
        line.text(text.of(changes.state(i)));
        line.text(",\"frame\":").number(changes.frame(i));
        line.text(",\"t_ns\":").number(changes.tNs(i)).character('}');
        text = NEXT_STATE;
      }
    }
  }

  private void number(String field, @Nullable Number value) {
    line.text(field);
    if (value == null) {
      line.text(NULL);
    } else {
      line.number(value.longValue());
    }
  }

  private void truth(String field, boolean value) {
    line.text(field).text(value ? "true" : "false");
  }
}
