package dev.synfin.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.timeline.Capture.Vantage;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Event;
import dev.synfin.timeline.Lost;
import dev.synfin.timeline.Seen;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.timeline.Timeline;
import dev.synfin.timeline.TraceFixture;
import dev.synfin.track.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** qlog 0.3, and what qvis takes from it. */
class QlogTest {
  private static List<JsonNode> events(JsonNode trace, String name) {
    return StreamSupport.stream(trace.path("events").spliterator(), false)
        .filter(e -> e.path("name").asString().equals(name))
        .toList();
  }

  private static JsonNode only(Timeline timeline) throws Exception {
    return Exported.json(Qlog::write, timeline).path("traces").path(0);
  }

  @Test
  void keepsTheMainSchemasRules() throws Exception {
    for (Timeline timeline :
        List.of(
            Exported.timeline(),
            bothEnds(),
            udp(),
            Exported.callsAlone(),
            Exported.timeline().withConnections(List.of()))) {
      assertThat(Rules.faults("qlog-0.3.schema.json", Exported.text(Qlog::write, timeline)))
          .isEmpty();
    }
  }

  @Test
  void callsOfNoConnectionAreATraceOfTheirOwn() throws Exception {
    JsonNode trace = only(Exported.callsAlone());

    assertThat(events(trace, "socket:call"))
        .extracting(e -> e.path("time") + " " + e.path("data").path("call").asString())
        .containsExactly("0.000000 listen", "0.000500 connect");
  }

  @Test
  void whereThereIsNothingThatIsSaid() throws Exception {
    JsonNode trace = only(Exported.timeline().withConnections(List.of()));

    assertThat(trace.path("error_description").asString()).contains("no connection");
  }

  @Test
  void eventsAscendInTimeAndCallsBeforeTheFirstFrameAreNegative() throws Exception {
    List<Double> times =
        StreamSupport.stream(only(Exported.timeline()).path("events").spliterator(), false)
            .map(e -> e.path("time").asDouble())
            .toList();

    assertThat(times).isSorted().startsWith(-1.0, -1.0, 0.0);
  }

  @Test
  void aCaptureOfUnknownPlaceIsTheNetworksAndFollowsTheClient() throws Exception {
    JsonNode trace = only(Exported.timeline());

    assertThat(trace.path("vantage_point").toString())
        .isEqualTo("{\"type\":\"network\",\"flow\":\"client\"}");
    assertThat(events(trace, "transport:packet_sent")).hasSize(6);
    assertThat(events(trace, "transport:packet_received")).hasSize(3);
  }

  @Test
  void whatWasSentAgainIsLostAndAcknowledgementsNameTheirPackets() throws Exception {
    JsonNode trace = only(Exported.timeline());

    JsonNode lost = events(trace, "recovery:packet_lost").getFirst().path("data");
    assertThat(lost.toString()).isEqualTo("{\"header\":{\"packet_number\":4},\"trigger\":\"rto\"}");
    JsonNode ack = events(trace, "transport:packet_received").get(1).path("data");
    assertThat(ack.path("frames").path(0).toString())
        .isEqualTo("{\"frame_type\":\"ack\",\"acked_ranges\":[[4,4],[5,5]]}");
  }

  @Test
  void roundTripsAreMeasuredOnWhatWasSentOnce() throws Exception {
    List<String> trips =
        events(only(Exported.timeline()), "recovery:metrics_updated").stream()
            .filter(e -> e.path("data").has("latest_rtt"))
            .map(e -> e.path("data").path("latest_rtt").toString())
            .toList();

    assertThat(trips).containsExactly("0.100000", "0.100000"); // SYN and FIN, not "hello"
  }

  @Test
  void aSegmentIsToldInFramesThatViewersKnow() throws Exception {
    JsonNode data = events(only(Exported.timeline()), "transport:packet_sent").get(2).path("data");

    assertThat(data.path("header").toString())
        .isEqualTo("{\"packet_type\":\"PSH ACK\",\"packet_number\":4}");
    assertThat(data.path("frames").path(0).toString())
        .isEqualTo(
            "{\"frame_type\":\"stream\",\"stream_id\":0,\"offset\":0,\"length\":5,\"fin\":false}");
    assertThat(data.path("frames").path(1).path("maximum").asLong()).isEqualTo(64_240);
  }

  @Test
  void eachEndsTapGivesATraceWithItsOwnTimesAndWithoutWhatNeverCame() throws Exception {
    JsonNode traces = Exported.json(Qlog::write, bothEnds()).path("traces");

    assertThat(traces).hasSize(2);
    JsonNode client = traces.path(0);
    JsonNode server = traces.path(1);
    assertThat(client.path("vantage_point").path("type").asString()).isEqualTo("client");
    assertThat(numbers(events(client, "transport:packet_sent"))).containsExactly(1, 2, 4);
    assertThat(numbers(events(server, "transport:packet_received"))).containsExactly(2, 4);
    assertThat(events(server, "transport:packet_received").getFirst().path("time").toString())
        .isEqualTo("1000.050000");
  }

  private static List<Integer> numbers(List<JsonNode> packets) {
    return packets.stream()
        .map(e -> e.path("data").path("header").path("packet_number").asInt())
        .toList();
  }

  private static Timeline udp() {
    return TraceFixture.timeline(
        TraceFixture.connection(
            """
             0.000000 > udp 5 "hello"
            +0.000100 < icmp 3/3
            """));
  }

  /** Two taps, 50 µs apart; the first SYN is lost between them. */
  static Timeline bothEnds() {
    Connection one =
        TraceFixture.connection(
            """
             0.000000 > S  0:0(0) win 64240            | SYN-SENT -
             1.000000 > S  0:0(0) win 64240            | SYN-SENT - # retransmission of 1 syn
            +0.000100 < S. 0:0(0) ack 1 win 65160      | SYN-SENT SYN-RECEIVED
            +0.000100 > .  1:1(0) ack 1                | ESTABLISHED ESTABLISHED
            """);
    var events = new ArrayList<Event>();
    for (SegmentEvent s : one.segments()) {
      String here = s.from() == Side.CLIENT ? "client" : "server";
      String there = s.from() == Side.CLIENT ? "server" : "client";
      boolean lost = s.frame() == 1;
      var seen = new ArrayList<>(List.of(new Seen(here, s.frame(), s.tNs())));
      if (!lost) {
        seen.add(new Seen(there, s.frame(), s.tNs() + 50_000));
      }
      Lost where = lost ? new Lost(List.of("client", "server"), null) : null;
      events.add(s.withSight(s.tNs(), s.clientState(), s.serverState(), seen, where));
    }
    return Timeline.of(
        List.of(
            TraceFixture.capture("client", Vantage.CLIENT),
            TraceFixture.capture("server", Vantage.SERVER)),
        List.of(one.withEvents(events)));
  }
}
