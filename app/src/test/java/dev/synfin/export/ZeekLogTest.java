package dev.synfin.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.timeline.Timeline;
import dev.synfin.timeline.TraceFixture;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Zeek's conn.log. */
class ZeekLogTest {
  /**
   * The fields of {@code Conn::Info} that are logged, and the JSON type of each one's Zeek type
   * (https://docs.zeek.org/en/v8.2.0/scripts/base/protocols/conn/main.zeek.html, and
   * policy/protocols/conn/community-id-logging).
   */
  private static final Map<String, String> DOCUMENTED =
      Map.ofEntries(
          Map.entry("ts", "time"),
          Map.entry("uid", "string"),
          Map.entry("id.orig_h", "addr"),
          Map.entry("id.orig_p", "port"),
          Map.entry("id.resp_h", "addr"),
          Map.entry("id.resp_p", "port"),
          Map.entry("proto", "enum"),
          Map.entry("service", "string"),
          Map.entry("duration", "interval"),
          Map.entry("orig_bytes", "count"),
          Map.entry("resp_bytes", "count"),
          Map.entry("conn_state", "string"),
          Map.entry("local_orig", "bool"),
          Map.entry("local_resp", "bool"),
          Map.entry("missed_bytes", "count"),
          Map.entry("history", "string"),
          Map.entry("orig_pkts", "count"),
          Map.entry("orig_ip_bytes", "count"),
          Map.entry("resp_pkts", "count"),
          Map.entry("resp_ip_bytes", "count"),
          Map.entry("tunnel_parents", "set"),
          Map.entry("ip_proto", "count"),
          Map.entry("community_id", "string"));

  private static JsonNode line(Timeline timeline) throws Exception {
    return Exported.lines(ZeekLog::write, timeline).getFirst();
  }

  @Test
  void everyFieldIsOneOfZeeksWithItsType() throws Exception {
    line(Exported.timeline())
        .properties()
        .forEach(field -> {
          String type = Objects.requireNonNullElse(DOCUMENTED.get(field.getKey()), "unknown");
          assertThat(isOf(type, field.getValue())).as(field.toString()).isTrue();
        });
  }

  private static boolean isOf(String type, JsonNode value) {
    return switch (type) {
      case "time", "interval" -> value.toString().matches("[0-9]+\\.[0-9]{6}");
      case "count", "port" -> value.isIntegralNumber() && value.asLong() >= 0;
      case "unknown" -> false;
      default -> value.isString();
    };
  }

  @Test
  void aConnectionIsToldInItsOrder() throws Exception {
    assertThat(Exported.text(ZeekLog::write, Exported.timeline()))
        .matches(
            "\\{\"ts\":1793534400\\.000000,\"uid\":\"C[0-9A-Za-z]{17}\","
                + "\"id\\.orig_h\":\"10\\.0\\.0\\.1\",\"id\\.orig_p\":40000,"
                + "\"id\\.resp_h\":\"10\\.0\\.0\\.2\",\"id\\.resp_p\":8080,\"proto\":\"tcp\","
                + "\"duration\":0\\.201100,\"orig_bytes\":5,\"resp_bytes\":0,"
                + "\"conn_state\":\"SF\",\"missed_bytes\":0,\"history\":\"ShADadFf\","
                + "\"orig_pkts\":6,\"orig_ip_bytes\":130,\"resp_pkts\":3,\"resp_ip_bytes\":60,"
                + "\"ip_proto\":6,\"community_id\":\"1:[^\"]+\"}\n");
  }

  @Test
  void whatIsAcknowledgedAndWasNeverSeenIsMissed() throws Exception {
    Timeline timeline =
        TraceFixture.timeline(
            TraceFixture.connection(
                """
                 0.000000 > S  0:0(0) win 64240        | SYN-SENT -
                +0.000100 < S. 0:0(0) ack 1 win 65160  | SYN-SENT SYN-RECEIVED
                +0.000100 > .  1:1(0) ack 1            | ESTABLISHED ESTABLISHED
                +0.000100 > P. 101:111(10) ack 1       | = =
                +0.000100 < .  1:1(0) ack 111          | = =
                """));

    assertThat(line(timeline).path("missed_bytes").asLong()).isEqualTo(100);
  }

  @Test
  void theSameTimelineGivesTheSameUids() throws Exception {
    assertThat(line(Exported.timeline()).path("uid"))
        .isEqualTo(line(Exported.timeline()).path("uid"));
  }

  @Test
  void aLoneSegmentHasNeitherDurationNorBytes() throws Exception {
    Timeline timeline =
        TraceFixture.timeline(
            TraceFixture.connection(" 0.000000 > S  0:0(0) win 64240 | SYN-SENT -"));

    assertThat(line(timeline).propertyNames())
        .doesNotContain("duration", "orig_bytes", "resp_bytes");
  }

  @Test
  void withoutEventsWhatOnlyTheyTellIsLeftOut() throws Exception {
    Timeline whole = Exported.timeline();
    Timeline timeline =
        whole.withConnections(whole.connections().stream().map(c -> c.withEvents(null)).toList());

    JsonNode line = line(timeline);
    assertThat(line.propertyNames()).contains("orig_pkts").doesNotContain("orig_ip_bytes");
    assertThat(line.path("orig_bytes").asLong()).as("sent, sent again").isEqualTo(10);
  }
}
