package dev.synfin.parity;

import dev.synfin.address.IpAddresses;
import dev.synfin.track.ConnectionSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares verdicts, histories and numbers of packets with lines of Zeek's {@code conn.log}.
 *
 * <p>The lines come as JSON, under the name of the capture that they are about: {@code {"a.pcap":
 * [{"id.orig_h": …, "id.orig_p": …, "id.resp_h": …, "id.resp_p": …, "conn_state": …, "history": …,
 * "orig_pkts": …, "resp_pkts": …}]}}. A line finds the first connection between its ends that no
 * line has found yet, and any connection if it names no ends.
 */
final class ZeekComparison implements Comparison {
  private final JsonNode expected;
  private int lines;
  private int agree;

  ZeekComparison(Path expected) throws IOException {
    this.expected = new JsonMapper().readTree(Files.readString(expected));
  }

  @Override
  public String title() {
    return "| file | connection | synfin (Zeek) |";
  }

  @Override
  public void compare(Path capture, Reading mine) {
    var left = new ArrayList<>(mine.connections);
    for (JsonNode line : expected.path(capture.getFileName().toString())) {
      lines++;
      var found = left.stream().filter(each -> isBetween(each, line)).findFirst();
      String difference = found.map(each -> difference(each, line)).orElse("not there");
      found.ifPresent(left::remove);
      if (difference.isEmpty()) {
        agree++;
      } else {
        Comparison.row(capture, originator(line) + " " + responder(line), difference);
      }
    }
  }

  private static String originator(JsonNode line) {
    return line.path("id.orig_h").asString() + ":" + line.path("id.orig_p").asString();
  }

  private static String responder(JsonNode line) {
    return line.path("id.resp_h").asString() + ":" + line.path("id.resp_p").asString();
  }

  private static boolean isBetween(ConnectionSummary mine, JsonNode line) {
    if (line.path("id.orig_h").isNull()) {
      return true;
    }
    var ends = List.of(originator(line), responder(line));
    return ends.contains(client(mine)) && ends.contains(server(mine));
  }

  private static String client(ConnectionSummary c) {
    return IpAddresses.text(c.ipVersion(), c.clientHigh(), c.clientLow()) + ":" + c.clientPort();
  }

  private static String server(ConnectionSummary c) {
    return IpAddresses.text(c.ipVersion(), c.serverHigh(), c.serverLow()) + ":" + c.serverPort();
  }

  private static String difference(ConnectionSummary mine, JsonNode line) {
    boolean turned = server(mine).equals(originator(line));
    long client = mine.clientTraffic().frames();
    long server = mine.serverTraffic().frames();
    var text = new StringBuilder();
    note(text, "conn_state", mine.connState(), line);
    note(text, "history", mine.history(), line);
    note(text, "orig_pkts", Long.toString(turned ? server : client), line);
    note(text, "resp_pkts", Long.toString(turned ? client : server), line);
    return text.toString();
  }

  private static void note(StringBuilder text, String what, String mine, JsonNode line) {
    String theirs = line.path(what).asString();
    if (!mine.equals(theirs)) {
      text.append(text.isEmpty() ? "" : ", ").append(what).append(' ').append(mine);
      text.append(" (").append(theirs).append(')');
    }
  }

  @Override
  public String result() {
    return Comparison.share("lines of Zeek's conn.log agree", agree, lines);
  }
}
