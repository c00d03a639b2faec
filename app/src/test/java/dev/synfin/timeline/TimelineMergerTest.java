package dev.synfin.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synfin.track.AnalysisFlag;
import dev.synfin.track.Side;
import dev.synfin.track.TcpState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TimelineMergerTest {
  private static final String AT_CLIENT =
      """
       0.000000 > S  0:0(0) <mss 1460>       | SYN-SENT -
      +0.000200 < S. 0:0(0) ack 1 <mss 1460> | SYN-SENT SYN-RECEIVED
      +0.000010 > .  1:1(0) ack 1            | ESTABLISHED ESTABLISHED
      +0.000010 > P. 1:6(5) ack 1 "hello"    | = =
      +0.200000 > P. 1:6(5) ack 1 "hello"    | = = # retransmission of 4 rto
      +0.000200 < .  1:1(0) ack 6            | = =
      +0.000010 > F. 6:6(0) ack 1            | FIN-WAIT-1 CLOSE-WAIT
      """;
  private static final String AT_SERVER =
      """
       0.000100 > S  0:0(0) <mss 1460>       | SYN-SENT SYN-RECEIVED
      +0.000010 < S. 0:0(0) ack 1 <mss 1460> | = =
      +0.000200 > .  1:1(0) ack 1            | ESTABLISHED ESTABLISHED
      +0.200010 > P. 1:6(5) ack 1 "hello"    | = =
      +0.000020 < .  1:1(0) ack 6            | = =
      +0.000290 > F. 6:6(0) ack 1            | FIN-WAIT-1 CLOSE-WAIT
      """;

  private final Timeline client = at("client", Capture.Vantage.CLIENT, AT_CLIENT);
  private final Timeline server = skipIds(at("server", Capture.Vantage.SERVER, AT_SERVER), 102, 1);

  @Test
  void tells_each_packet_once_as_its_senders_tap_saw_it() {
    var segments = merged().getFirst().segments();

    assertThat(segments).hasSize(7);
    assertThat(segments.get(0).seen())
        .containsExactly(new Seen("client", 1, 0), new Seen("server", 1, 100_000));
    assertThat(segments.get(1).tNs()).isEqualTo(110_000);
    assertThat(segments.get(1).seen())
        .containsExactly(new Seen("server", 2, 110_000), new Seen("client", 2, 200_000));
    assertThat(segments).isSortedAccordingTo((a, b) -> Long.compare(a.tNs(), b.tNs()));
  }

  @Test
  void says_where_a_packet_was_lost_and_by_which_rule() {
    var segments = merged().getFirst().segments();

    assertThat(segments.get(3).lost())
        .isEqualTo(new Lost(List.of("client", "server"), "drop the first data segment"));
    assertThat(segments.get(3).seen()).containsExactly(new Seen("client", 4, 220_000));
    assertThat(segments).filteredOn(s -> s.lost() != null).hasSize(1);
  }

  /** After a FIN a SYN ACK that comes once more begins a new stream, by Wireshark's rule. */
  @Test
  void what_one_capture_has_in_two_streams_is_one_connection_that_lost_nothing() {
    String twice =
        """
         0.000000 > S  0:0(0) <mss 1460>       | SYN-SENT -
        +0.000200 < S. 0:0(0) ack 1 <mss 1460> | SYN-SENT SYN-RECEIVED
        +0.000100 > .  1:1(0) ack 1            | ESTABLISHED ESTABLISHED
        +0.001000 < S. 0:0(0) ack 1 <mss 1460> | = =
        """;
    Connection whole = TraceFixture.connection(twice);
    List<Event> events = whole.allEvents();
    Timeline split =
        Timeline.of(
            client.captures(),
            List.of(
                whole.withEvents(events.subList(0, 3)),
                whole.withEvents(events.subList(3, 4)).withStream(1)));

    var merged =
        TimelineMerger.merge(
                List.of(split, at("server", Capture.Vantage.SERVER, twice)), List.of(), List.of())
            .connections();

    assertThat(merged).hasSize(1);
    assertThat(merged.getFirst().segments()).hasSize(4).allMatch(s -> s.lost() == null);
  }

  @Test
  void names_the_lost_frames_at_the_fault() {
    assertThat(whole().faults())
        .containsExactly(new Fault("drop the first data segment", 1L, 1L, List.of(4L)));
  }

  @Test
  void keeps_the_senders_judgement_of_a_retransmission() {
    var again = merged().getFirst().segments().get(4);

    assertThat(again.analysis()).containsExactly(AnalysisFlag.RETRANSMISSION);
    assertThat(again.retransmission()).isNotNull();
    assertThat(merged().getFirst().traffic().client().retransmittedFrames()).isEqualTo(1);
  }

  @Test
  void takes_each_ends_state_from_its_own_tap() {
    var segments = merged().getFirst().segments();

    assertThat(segments.get(0).clientState()).isEqualTo(TcpState.SYN_SENT);
    assertThat(segments.get(0).serverState()).isEqualTo(TcpState.SYN_RECEIVED);
    assertThat(merged().getFirst().states().server().getFirst())
        .isEqualTo(new StateChange(TcpState.SYN_RECEIVED, 1, 100_000));
  }

  /** The client heard of one SYN ACK, and of no other. */
  @Test
  void counts_what_an_end_sent_again_where_it_was_sent() {
    var first =
        at(
            "client",
            Capture.Vantage.CLIENT,
            """
             0.000000 > S  0:0(0) <mss 1460>       | SYN-SENT -
            +1.000000 > S  0:0(0) <mss 1460>       | = = # retransmission of 1 syn
            +0.000200 < S. 0:0(0) ack 1 <mss 1460> | SYN-SENT SYN-RECEIVED
            """);
    var second =
        at(
            "server",
            Capture.Vantage.SERVER,
            """
             0.000100 > S  0:0(0) <mss 1460>       | SYN-SENT SYN-RECEIVED
            +0.000010 < S. 0:0(0) ack 1 <mss 1460> | = =
            +1.000000 > S  0:0(0) <mss 1460>       | = = # retransmission of 1 syn
            +0.000010 < S. 0:0(0) ack 1 <mss 1460> | = = # retransmission of 2 syn_ack
            """);

    var merged = TimelineMerger.merge(List.of(first, second), List.of(), List.of());

    assertThat(merged.connections())
        .singleElement()
        .extracting("handshake.synRetransmissions", "handshake.synAckRetransmissions")
        .containsExactly(1, 1);
  }

  @Test
  void a_lost_segment_changes_nothing_at_its_receiver() {
    var lastLost = skipIds(at("server", Capture.Vantage.SERVER, withoutFin()), 102, 1);

    var fin = TimelineMerger.merge(List.of(client, lastLost), List.of(), List.of());

    var last = fin.connections().getFirst().segments().getLast();
    assertThat(last.has(Flag.FIN)).isTrue();
    assertThat(last.lost()).isEqualTo(new Lost(List.of("client", "server"), null));
    assertThat(last.clientState()).isEqualTo(TcpState.FIN_WAIT_1);
    assertThat(last.serverState()).isEqualTo(TcpState.ESTABLISHED);
  }

  @Test
  void claims_no_loss_where_the_receivers_capture_has_gaps() {
    var gaps = withCapture(server, incomplete(server.captures().getFirst()));

    var merged = TimelineMerger.merge(List.of(client, gaps), List.of(), List.of());

    assertThat(merged.connections().getFirst().segments()).allMatch(s -> s.lost() == null);
    assertThat(merged.complete()).isFalse();
  }

  @Test
  void is_complete_where_all_captures_are() {
    assertThat(whole().complete()).isTrue();
    assertThat(whole().capture()).isNull();
    assertThat(whole().captures()).hasSize(2);
  }

  @Test
  void sees_a_dropped_packet_once_in_the_network_and_a_forwarded_one_twice() {
    var network = at("network", Capture.Vantage.NETWORK, AT_CLIENT);
    var forwarded = network.connections().getFirst().allEvents().stream().toList();
    var doubled = new java.util.ArrayList<Event>();
    for (var event : forwarded) {
      var segment = (SegmentEvent) event;
      doubled.add(segment);
      if (segment.frame() != 4) {
        doubled.add(withTtl(segment, 63));
      }
    }
    var routed =
        network.withConnections(List.of(network.connections().getFirst().withEvents(doubled)));

    var segments =
        TimelineMerger.merge(List.of(client, routed, server), List.of(), List.of())
            .connections()
            .getFirst()
            .segments();

    assertThat(segments).hasSize(7);
    assertThat(segments.get(3).lost()).isEqualTo(new Lost(List.of("network", "network"), null));
    assertThat(segments.get(3).seen())
        .extracting(Seen::capture)
        .containsExactly("client", "network");
    assertThat(segments.get(4).seen())
        .extracting(Seen::capture)
        .containsExactly("client", "network", "network", "server");
    assertThat(segments.get(4).lost()).isNull();
  }

  @Test
  void a_connection_that_the_server_never_saw_was_lost_on_the_way() {
    var syn = at("client", Capture.Vantage.CLIENT, "0.0 > S 0:0(0) | SYN-SENT -");
    var nothing =
        Timeline.of(List.of(TraceFixture.capture("server", Capture.Vantage.SERVER)), List.of());

    var merged = TimelineMerger.merge(List.of(syn, nothing), List.of(), List.of());

    assertThat(merged.connections().getFirst().segments().getFirst().lost())
        .isEqualTo(new Lost(List.of("client", "server"), null));
  }

  @Test
  void finds_a_segment_again_that_a_network_card_cut_in_pieces() {
    var whole = at("client", Capture.Vantage.CLIENT, "0.0 > P. 1:3001(3000) ack 1");
    var pieces =
        at(
            "server",
            Capture.Vantage.SERVER,
            "0.0001 > . 1:1461(1460) ack 1\n+0.00001 > P. 1461:3001(1540) ack 1");

    var segments =
        TimelineMerger.merge(List.of(whole, pieces), List.of(), List.of())
            .connections()
            .getFirst()
            .segments();

    assertThat(segments).hasSize(1);
    assertThat(segments.getFirst().seen()).extracting(Seen::frame).containsExactly(1L, 1L, 2L);
    assertThat(segments.getFirst().lost()).isNull();
  }

  @Test
  void puts_socket_calls_between_the_packets() {
    var calls =
        List.of(
            call(Side.SERVER, -5_000, "listen", 3, "10.0.0.2:8080", null),
            call(Side.SERVER, -4_000, "accept", 3, "10.0.0.2:8080", "10.0.0.1:40000"),
            call(Side.CLIENT, -300, "socket", 3, null, null),
            call(Side.CLIENT, -100, "connect", 3, "10.0.0.1:40000", "10.0.0.2:8080"),
            call(Side.CLIENT, 215, "send", 3, "10.0.0.1:40000", "10.0.0.2:8080"),
            call(Side.CLIENT, 300, "close", 3, null, null),
            call(Side.CLIENT, 400, "socket", 3, null, null));

    var merged = TimelineMerger.merge(List.of(client, server), calls, List.of());

    assertThat(merged.connections().getFirst().calls())
        .extracting(CallEvent::call)
        .containsExactly("accept", "socket", "connect", "send", "close");
    assertThat(merged.connections().getFirst().calls())
        .extracting(CallEvent::tNs)
        .containsExactly(-4_000_000L, -300_000L, -100_000L, 215_000L, 300_000L);
    assertThat(merged.calls()).extracting(CallEvent::call).containsExactly("listen", "socket");
    TimelineSchema.assertValid(merged);
  }

  @Test
  void a_connect_that_knows_only_the_peer_belongs_to_the_connection_of_its_time() {
    var refused = call(Side.CLIENT, -50, "connect", 3, null, "10.0.0.2:8080");
    var late = call(Side.CLIENT, 9_000_000, "connect", 4, null, "10.0.0.2:8080");

    var merged = TimelineMerger.merge(List.of(client), List.of(refused, late), List.of());

    assertThat(merged.connections().getFirst().calls()).hasSize(1);
    assertThat(merged.calls()).hasSize(1);
  }

  @Test
  void refuses_two_captures_of_the_same_name() {
    assertThatThrownBy(() -> TimelineMerger.merge(List.of(client, client), List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Timeline whole() {
    var fault = new Fault("drop the first data segment", 1L, 1L, List.of());
    var merged = TimelineMerger.merge(List.of(client, server), List.of(), List.of(fault));
    TimelineSchema.assertValid(merged);
    return merged;
  }

  private List<Connection> merged() {
    return whole().connections();
  }

  private static String withoutFin() {
    return AT_SERVER.lines().filter(l -> !l.contains("F.")).reduce("", (a, b) -> a + b + "\n");
  }

  private static Timeline at(String id, Capture.Vantage vantage, String trace) {
    var connection = TraceFixture.connection(trace);
    return Timeline.of(List.of(TraceFixture.capture(id, vantage)), List.of(connection));
  }

  /** The server's tap missed a packet, so IP ids from there on are the client's one further. */
  private static Timeline skipIds(Timeline timeline, int from, int by) {
    return timeline.withConnections(
        timeline.connections().stream()
            .map(c ->
                c.withEvents(
                    c.allEvents().stream()
                        .map(e -> e instanceof SegmentEvent s ? shifted(s, from, by) : e)
                        .toList()))
            .toList());
  }

  private static Event shifted(SegmentEvent s, int from, int by) {
    var id = s.ipId();
    return id != null && id >= from && id < 5000 ? copy(s, s.ttl(), id + by) : s;
  }

  private static SegmentEvent withTtl(SegmentEvent s, int ttl) {
    return copy(s, ttl, s.ipId());
  }

  private static SegmentEvent copy(SegmentEvent s, @Nullable Integer ttl, @Nullable Integer ipId) {
    return new SegmentEvent(
        s.frame(),
        s.tNs(),
        s.from(),
        s.flags(),
        s.seq(),
        s.ack(),
        s.rawSeq(),
        s.rawAck(),
        s.len(),
        s.win(),
        s.rawWin(),
        s.options(),
        s.phase(),
        s.clientState(),
        s.serverState(),
        s.analysis(),
        s.retransmission(),
        s.probe(),
        s.duplicateOf(),
        s.acksFrame(),
        s.ackRttNs(),
        s.bytesInFlight(),
        ttl,
        ipId,
        s.layers(),
        s.payload(),
        s.seen(),
        s.lost());
  }

  private static CallEvent call(
      Side side,
      long micros,
      String name,
      int fd,
      @Nullable String local,
      @Nullable String remote) {
    Instant at = TraceFixture.START.plusNanos(micros * 1000);
    return new CallEvent(
        side,
        null,
        at,
        1_000L,
        name,
        List.of(),
        null,
        null,
        side == Side.CLIENT ? 1L : 2L,
        fd,
        local,
        remote);
  }

  private static Timeline withCapture(Timeline timeline, Capture capture) {
    return Timeline.of(List.of(capture), timeline.connections());
  }

  private static Capture incomplete(Capture c) {
    return new Capture(
        c.id(),
        c.source(),
        c.name(),
        c.vantage(),
        c.file(),
        c.sha256(),
        c.filter(),
        c.linkType(),
        c.snaplen(),
        c.timestampPrecision(),
        c.startedAt(),
        c.endedAt(),
        c.frames(),
        c.evicted(),
        c.dropped(),
        false,
        "drops");
  }
}
