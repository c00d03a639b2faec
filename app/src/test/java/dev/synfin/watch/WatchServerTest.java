package dev.synfin.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, and to what, by real requests. */
@Timeout(60)
class WatchServerTest {
  @TempDir private Path home;
  private Path timelines;
  private WatchServer server;
  private Browser browser;

  @BeforeEach
  void serve() throws Exception {
    timelines = Files.createDirectory(home.resolve("timelines"));
    Path run = Files.createDirectory(timelines.resolve("handshake"));
    Files.writeString(run.resolve("timeline.json"), "{}");
    Files.writeString(
        run.resolve("verdict.json"), "{\"title\":\"<b>A title\",\"result\":\"passed\"}");
    Files.writeString(run.resolve("secret.txt"), "nothing that a run leaves");
    Files.writeString(home.resolve("timeline.json"), "outside");
    server = Served.on(0, timelines);
    browser = Browser.of(server.address());
  }

  @AfterEach
  void end() {
    browser.close();
    server.close();
  }

  @Test
  void thePrintedAddressLetsInOnceAndForAllAndLeavesNoTokenInTheAddressBar() throws Exception {
    HttpResponse<String> entry =
        Browser.stranger(server.address()).get("/?token=" + browser.token());

    assertThat(entry.statusCode()).isEqualTo(303);
    assertThat(entry.headers().firstValue("Location")).contains("/");
    assertThat(entry.headers().firstValue("Set-Cookie").orElseThrow())
        .matches("synfin-[0-9]+=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Strict");
    assertThat(browser.get("/").body()).contains("<title>synfin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/?token=",
        "/?token=wrong",
        "/watch.js",
        "/api/timelines",
        "/api/scenarios",
        "/api/events",
        "/api/live",
        "/api/timelines/handshake/timeline.json"
      })
  void withoutTheTokenNothingIsGiven(String path) throws Exception {
    HttpResponse<String> answer = Browser.stranger(server.address()).get(path);

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.headers().map()).doesNotContainKey("set-cookie");
  }

  @Test
  void beforeTheFirstRunNothingIsLiveAndThatIsNoError() throws Exception {
    HttpResponse<String> answer = browser.get("/api/live");

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void theTokenOpensOnlyTheEntryAndNoOtherCookieOpensAnything() throws Exception {
    try (var stranger = Browser.stranger(server.address())) {
      assertThat(stranger.get("/api/timelines?token=" + browser.token()).statusCode())
          .isEqualTo(403);
      assertThat(stranger.get("/", "Cookie", "synfin-1=" + browser.token()).statusCode())
          .isEqualTo(403);
      String cookie = "synfin-" + URI.create(server.address()).getPort() + "=";
      assertThat(stranger.get("/", "Cookie", cookie + browser.token()).statusCode()).isEqualTo(200);
      for (String other : new String[] {"", "wrong", browser.token() + "x"}) {
        assertThat(stranger.get("/", "Cookie", cookie + other).statusCode()).isEqualTo(403);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example:%d", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:%d", ""})
  void underAnotherNameThereIsNothing(String host) throws Exception {
    int port = URI.create(server.address()).getPort();
    String cookie = "Cookie: synfin-" + port + "=" + browser.token();

    assertThat(browser.raw("GET / HTTP/1.1", "Host: " + host.formatted(port), cookie))
        .contains(" 403 ");
    assertThat(browser.raw("GET / HTTP/1.1", "Host: localhost:" + port, cookie)).contains(" 200 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://evil.example/", "//evil.example/", "http://127.0.0.1:1/"})
  void aTargetOfAnotherHostIsNoneOfThisOnes(String target) throws Exception {
    int port = URI.create(server.address()).getPort();
    String cookie = "Cookie: synfin-" + port + "=" + browser.token();
    String host = "Host: 127.0.0.1:" + port;

    assertThat(browser.raw("GET " + target + " HTTP/1.1", host, cookie)).contains(" 403 ");
    assertThat(browser.raw("GET http://127.0.0.1:" + port + "/ HTTP/1.1", host, cookie))
        .contains(" 200 ");
  }

  @Test
  void theEntryKeepsALanguageAndNothingElse() throws Exception {
    try (var stranger = Browser.stranger(server.address())) {
      String token = "token=" + browser.token();

      for (String query : new String[] {token + "&lang=zh", "lang=zh&" + token + "&x=//evil"}) {
        HttpResponse<String> entry = stranger.get("/?" + query);
        assertThat(entry.statusCode()).isEqualTo(303);
        assertThat(entry.headers().firstValue("Location")).contains("/?lang=zh");
      }
      assertThat(stranger.get("/?" + token + "&lang=%0d%0aX:y").headers().firstValue("Location"))
          .contains("/");
      assertThat(stranger.get("/?lang=zh&token=wrong").statusCode()).isEqualTo(403);
    }
  }

  @Test
  void whatIsLongerThanAnyRequestOfThePageIsRefused() throws Exception {
    String origin = "http://" + browser.host();
    String body = "{\"scenario\":\"nothing\"" + " ".repeat(4_100) + "}";

    assertThat(browser.post("/api/runs", body, "Origin", origin).statusCode()).isEqualTo(413);
  }

  @Test
  void aLargeFileIsGivenAsItIs() throws Exception {
    byte[] capture = new byte[3_000_001];
    new Random(7).nextBytes(capture);
    Files.write(timelines.resolve("handshake/client.pcap"), capture);

    assertThat(browser.octets("/api/timelines/handshake/client.pcap")).isEqualTo(capture);
    HttpResponse<String> head = browser.head("/api/timelines/handshake/client.pcap");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE", "TRACE", "OPTIONS", "PATCH", "get"})
  void otherMethodsAreRefused(String method) throws Exception {
    int port = URI.create(server.address()).getPort();
    String host = "127.0.0.1:" + port;

    assertThat(
            browser.raw(
                method + " / HTTP/1.1",
                "Host: " + host,
                "Origin: http://" + host,
                "Cookie: synfin-" + port + "=" + browser.token()))
        .contains(" 405 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%", "/%zz", "/api/timelines/%zz/timeline.json", "/\\..\\.."})
  void whatIsNoAddressIsNotTakenForOne(String path) throws Exception {
    int port = URI.create(server.address()).getPort();

    assertThat(
            browser.raw(
                "GET " + path + " HTTP/1.1",
                "Host: 127.0.0.1:" + port,
                "Cookie: synfin-" + port + "=" + browser.token()))
        .contains(" 400 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://evil.example", "https://127.0.0.1:8880", "null", ""})
  void anotherPageCanDoNothingThoughTheBrowserHasTheCookie(String origin) throws Exception {
    String body = "{\"scenario\":\"handshake\"}";

    assertThat(browser.post("/api/runs", body, "Origin", origin).statusCode()).isEqualTo(403);
    assertThat(browser.get("/api/timelines", "Origin", origin).statusCode()).isEqualTo(403);
    assertThat(browser.post("/api/runs", body).statusCode()).as("no origin").isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/timelines/../timeline.json",
        "/api/timelines/..%2f/timeline.json",
        "/api/timelines/%2e%2e/timeline.json",
        "/api/timelines/./timeline.json",
        "/api/timelines//timeline.json",
        "/api/timelines/handshake/../../timeline.json",
        "/api/timelines/handshake/secret.txt",
        "/api/timelines/handshake/timeline.json/",
        "/api/timelines/.hidden/timeline.json",
        "/api/timelines/linked/timeline.json",
        "/api/timelines/with-link/timeline.json",
        "/api/timelines/nothing/timeline.json",
        "/../timeline.json",
        "/report/lang/en.json",
        "/report/../watch/index.html",
        "/etc/passwd"
      })
  void noPathLeadsOutOfTheFolder(String path) throws Exception {
    Files.createSymbolicLink(timelines.resolve("linked"), home);
    Path run = Files.createDirectory(timelines.resolve("with-link"));
    Files.createSymbolicLink(run.resolve("timeline.json"), home.resolve("timeline.json"));
    int port = URI.create(server.address()).getPort();

    assertThat(
            browser.raw(
                "GET " + path + " HTTP/1.1",
                "Host: 127.0.0.1:" + port,
                "Cookie: synfin-" + port + "=" + browser.token()))
        .contains(" 404 ");
  }

  @Test
  void theRunsSoFarAreListedAndReadable() throws Exception {
    var list = browser.json("/api/timelines");

    assertThat(list).hasSize(1);
    assertThat(list.path(0).path("name").asString()).isEqualTo("handshake");
    assertThat(list.path(0).path("title").asString()).isEqualTo("<b>A title");
    assertThat(list.path(0).path("result").asString()).isEqualTo("passed");
    assertThat(browser.get("/api/timelines/handshake/timeline.json").body()).isEqualTo("{}");
  }

  @Test
  void aRunThatAnotherCommandLeavesIsTold() throws Exception {
    try (var events = browser.events()) {
      Path run = Files.createDirectory(timelines.resolve("later"));
      Files.writeString(run.resolve("timeline.json"), "{}");

      var event = events.next();
      while (event.data().size() < 2) {
        event = events.next();
      }
      assertThat(event.topic()).isEqualTo("timelines");
      assertThat(event.data().path(0).path("name").asString()).isEqualTo("later");
    }
  }

  @Test
  void everyAnswerIsGuarded() throws Exception {
    for (String path :
        new String[] {"/", "/watch.js", "/watch.css", "/api/scenarios", "/nothing"}) {
      var headers = browser.get(path).headers();
      assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
          .startsWith("default-src 'none'; script-src 'self'; ")
          .doesNotContain("unsafe");
      assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(headers.firstValue("Cache-Control")).contains("no-store");
    }
  }

  @Test
  void thePageHasNoScriptOrStyleInlineAndLoadsNothingFromElsewhere() throws Exception {
    String page = browser.get("/").body();

    assertThat(page.replaceAll("<script type=\"application/json\"[^>]*>[^<]*</script>", ""))
        .doesNotContainPattern("<script(?![^>]* src=)|<style|\\sstyle=|\\son[a-z]+=|https?://");
    var parts = Pattern.compile("(?:src|href)=\"([a-z][^\":]+)\"").matcher(page).results().toList();
    assertThat(parts).hasSizeGreaterThan(10);
    for (MatchResult part : parts) {
      HttpResponse<String> answer = browser.get("/" + part.group(1));
      assertThat(answer.statusCode()).as(part.group(1)).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
          .startsWith(part.group(1).endsWith(".css") ? "text/css" : "text/javascript");
    }
  }

  @Test
  void thePageSpeaksEveryLanguageWithTheSameKeys() throws Exception {
    var blocks =
        Pattern.compile("class=\"texts\" data-lang=\"(\\w+)\">([^<]*)<")
            .matcher(browser.get("/").body())
            .results()
            .toList();

    assertThat(blocks).extracting(b -> b.group(1)).contains("en", "zh");
    var keys = Browser.JSON.readTree(blocks.getFirst().group(2)).propertyNames();
    assertThat(keys).contains("watch.start", "tab.ladder");
    for (MatchResult block : blocks) {
      assertThat(Browser.JSON.readTree(block.group(2)).propertyNames())
          .containsExactlyInAnyOrderElementsOf(keys);
    }
  }

  @Test
  void onlySynfinsOwnScenariosCanBeStartedAndNoFile() throws Exception {
    assertThat(browser.start("../../etc/passwd").statusCode()).isEqualTo(404);
    assertThat(browser.start("./mine.yaml").statusCode()).isEqualTo(404);
    assertThat(browser.post("/api/runs", "{", "Origin", "http://" + browser.host()).statusCode())
        .isEqualTo(400);
    assertThat(browser.json("/api/scenarios").path(0).path("name").asString())
        .isEqualTo("handshake");
  }

  @Test
  void aPortThatIsTakenIsNamedInASentence() {
    int port = URI.create(server.address()).getPort();

    assertThatThrownBy(() -> Served.on(port, timelines))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Port " + port + " of 127.0.0.1 cannot be had");
  }

  @Test
  void theEndOfTheServerIsTheEndOfItsViewers() throws Exception {
    try (var events = browser.events()) {
      events.next();
      server.close();

      assertThatThrownBy(events::next).isInstanceOf(IOException.class);
    }
  }
}
