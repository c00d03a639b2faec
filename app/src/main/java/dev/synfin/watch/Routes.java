package dev.synfin.watch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.synfin.report.PacketHeaders;
import dev.synfin.scenario.Scenario;
import dev.synfin.scenario.Scenarios;
import dev.synfin.timeline.Timeline;
import dev.synfin.timeline.Timelines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Which path gives what. Paths are compared as they come: nothing in them is decoded. */
final class Routes implements HttpHandler {
  private static final Pattern LEFT = Pattern.compile("/api/timelines/([^/]+)/([^/]+)");
  private static final String HEADERS = "headers";
  private static final int LONGEST_REQUEST = 4_096;
  private final TimelinesFolder folder;
  private final Runs runs;
  private final Viewers viewers;

  Routes(TimelinesFolder folder, Runs runs, Viewers viewers) {
    this.folder = folder;
    this.runs = runs;
    this.viewers = viewers;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getRawPath();
      switch (exchange.getRequestMethod()) {
        case "GET", "HEAD" -> give(exchange, path);
        case "POST" -> {
          if (path.equals("/api/runs")) {
            start(exchange);
          } else {
            Answer.text(exchange, 404, "There is nothing here.");
          }
        }
        default -> Answer.text(exchange, 405, "Only GET and POST are understood.");
      }
    }
  }

  private void give(HttpExchange exchange, String path) throws IOException {
    switch (path) {
      case "/" -> text(exchange, "text/html; charset=utf-8", LivePage.html());
      case "/api/timelines" -> Answer.json(exchange, 200, folder.list());
      case "/api/scenarios" -> Answer.json(exchange, 200, scenarios());
      case "/api/live" -> live(exchange);
      case "/api/events" -> events(exchange);
      default -> {
        Optional<LivePage.Part> part = LivePage.part(path);
        if (part.isPresent()) {
          text(exchange, part.get().type(), part.get().content());
        } else {
          left(exchange, path);
        }
      }
    }
  }

  private static void text(HttpExchange exchange, String type, String content) throws IOException {
    Answer.octets(exchange, 200, type, content.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Map<String, Object>> scenarios() throws IOException {
    return Scenarios.list().stream().map(Routes::about).toList();
  }

  private static Map<String, Object> about(Scenario scenario) {
    return Map.of(
        "name", scenario.name(),
        "title", scenario.title(),
        "explain", scenario.explain(),
        "variants", scenario.variants());
  }

  private void live(HttpExchange exchange) throws IOException {
    Timeline latest = runs.latest();
    if (latest == null) {
      Answer.octets(exchange, 204, "application/json", new byte[0]); // nothing was captured yet
      return;
    }
    var document = new ByteArrayOutputStream();
    Timelines.write(latest, document);
    Answer.octets(exchange, 200, "application/json", document.toByteArray());
  }

  private void left(HttpExchange exchange, String path) throws IOException {
    Matcher named = LEFT.matcher(path);
    if (named.matches() && named.group(2).equals(HEADERS)) {
      headers(exchange, named.group(1));
      return;
    }
    Optional<TimelinesFolder.Left> left =
        named.matches() ? folder.find(named.group(1), named.group(2)) : Optional.empty();
    if (left.isEmpty()) {
      Answer.text(exchange, 404, "There is nothing here.");
    } else {
      Answer.file(exchange, left.get().type(), left.get().file());
    }
  }

  /** Of a run's packets, from its captures; these are found as its other files are. */
  private void headers(HttpExchange exchange, String run) throws IOException {
    Optional<TimelinesFolder.Left> left = folder.find(run, "timeline.json");
    var lines = new ByteArrayOutputStream();
    try {
      if (left.isPresent()) {
        PacketHeaders.write(
            Timelines.read(left.get().file()), capture -> folder.capture(run, capture), lines);
      }
    } catch (IOException e) {
      left = Optional.empty(); // no timeline, or a run has just replaced it
    }
    if (left.isEmpty()) {
      Answer.text(exchange, 404, "There is nothing here.");
    } else {
      Answer.octets(exchange, 200, "text/plain; charset=us-ascii", lines.toByteArray());
    }
  }

  /** Server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html */
  private void events(HttpExchange exchange) throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      Answer.text(exchange, 405, "Events have an end only when the lab has.");
      return;
    }
    Optional<Viewer> joined = viewers.join();
    if (joined.isEmpty()) {
      Answer.text(exchange, 503, "There are too many viewers.");
      return;
    }
    try {
      Answer.begin(exchange, "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      exchange
          .getResponseBody()
          .flush(); // the headers go at once: there may be nothing to tell yet
      joined.get().serve(exchange.getResponseBody());
    } finally {
      viewers.leave(joined.get());
    }
  }

  private void start(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(LONGEST_REQUEST + 1);
    if (body.length > LONGEST_REQUEST) {
      Answer.text(exchange, 413, "That is longer than any request of this page.");
      return;
    }
    try {
      JsonNode asked = Answer.JSON.readTree(body);
      String variant = asked.path("variant").asString("");
      boolean started =
          runs.start(asked.path("scenario").asString(""), variant.isEmpty() ? null : variant);
      if (started) {
        Answer.json(exchange, 202, Map.of("started", true));
      } else {
        Answer.text(exchange, 409, "Another run goes on: wait for its end.");
      }
    } catch (JacksonException e) {
      Answer.text(exchange, 400, "That is no JSON.");
    } catch (UncheckedIOException e) {
      throw e;
    } catch (IOException e) {
      Answer.text(exchange, 404, String.valueOf(e.getMessage()));
    }
  }
}
