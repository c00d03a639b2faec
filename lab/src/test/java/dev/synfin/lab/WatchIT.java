package dev.synfin.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Capability;
import dev.synfin.timeline.ScenarioResult.Result;
import dev.synfin.timeline.Timelines;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The live page of a lab in containers, as {@code docker/lab up --watch} starts it. */
@Timeout(180)
class WatchIT {
  private final HttpClient client = HttpClient.newHttpClient();
  private WatchedLab lab;
  private String cookie = "";

  @BeforeEach
  void startIt() throws Exception {
    lab = WatchedLab.start();
    var entry = send(HttpRequest.newBuilder(URI.create(lab.address())));
    cookie = entry.headers().firstValue("Set-Cookie").orElseThrow().replaceAll(";.*", "");
  }

  @AfterEach
  void removeIt() throws Exception {
    if (lab != null) {
      lab.remove();
    }
    client.shutdownNow();
  }

  @Test
  void scenariosAreStartedFromThePageAndRunBetweenTheContainers() throws Exception {
    for (String scenario : List.of("handshake", "data-lost")) {
      var answer = client.send(request("/api/events").build(), BodyHandlers.ofInputStream()).body();
      try (var events = new BufferedReader(new InputStreamReader(answer, UTF_8))) {
        String asked = "{\"scenario\":\"" + scenario + "\"}";
        var start =
            request("/api/runs")
                .header("Origin", "http://127.0.0.1:" + lab.port())
                .POST(HttpRequest.BodyPublishers.ofString(asked));
        assertThat(send(start).statusCode()).isEqualTo(202);

        assertThat(untilItEnds(events, scenario)).contains("\"state\":\"passed\"");
      }
      var timeline = Timelines.read(lab.timelines().resolve(scenario + "/timeline.json"));
      assertThat(Objects.requireNonNull(timeline.scenario()).result()).isEqualTo(Result.PASSED);
      assertThat(timeline.captures()).hasSize(3);
    }
  }

  @Test
  void thePageAloneCanBeReachedByThisMachineAloneAndMayDoNothingElse() {
    for (InspectContainerResponse container : lab.containers()) {
      var config = Objects.requireNonNull(container.getHostConfig());
      var bindings = Objects.requireNonNull(config.getPortBindings()).getBindings().values();
      if (container.getName().contains("-page-")) {
        assertThat(bindings)
            .singleElement()
            .satisfies(b -> assertThat(b[0].getHostIp()).isEqualTo("127.0.0.1"));
        assertThat(Objects.requireNonNull(container.getNetworkSettings()).getNetworks().keySet())
            .containsExactly(lab.project() + "_page");
        assertThat(config.getCapDrop()).containsExactly(Capability.ALL);
        assertThat(config.getReadonlyRootfs()).isTrue();
      } else {
        assertThat(bindings).as(container.getName()).isEmpty();
      }
    }
  }

  private static String untilItEnds(BufferedReader events, String scenario) throws IOException {
    for (String line = events.readLine(); line != null; line = events.readLine()) {
      if (line.startsWith("data: {")
          && line.contains("\"scenario\":\"" + scenario + "\"")
          && !line.contains("\"state\":\"running\"")) {
        return line;
      }
    }
    throw new IOException("the events ended before the run");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + lab.port() + path))
        .header("Cookie", cookie);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
