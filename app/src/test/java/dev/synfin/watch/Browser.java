package dev.synfin.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A browser of the live page, with a cookie once it has opened the printed address. */
final class Browser implements AutoCloseable {
  static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI address;
  private String cookie = "";

  private Browser(String address) {
    this.address = URI.create(address);
  }

  /** One that knows where the page is, and has no right to see it. */
  static Browser stranger(String address) {
    return new Browser(address);
  }

  /** One that opens the printed address. */
  static Browser of(String address) throws Exception {
    var browser = new Browser(address);
    HttpResponse<String> entry = browser.get("/?" + browser.address.getRawQuery());
    browser.cookie = entry.headers().firstValue("Set-Cookie").orElse("").replaceAll(";.*", "");
    return browser;
  }

  String host() {
    return address.getAuthority();
  }

  String token() {
    return address.getRawQuery().replace("token=", "");
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    return client.send(request(path, headers).build(), BodyHandlers.ofString(UTF_8));
  }

  byte[] octets(String path) throws Exception {
    return client.send(request(path).build(), BodyHandlers.ofByteArray()).body();
  }

  HttpResponse<String> head(String path) throws Exception {
    return client.send(request(path).HEAD().build(), BodyHandlers.ofString(UTF_8));
  }

  JsonNode json(String path) throws Exception {
    return JSON.readTree(get(path).body());
  }

  HttpResponse<String> post(String path, String body, String... headers) throws Exception {
    var request = request(path, headers).POST(HttpRequest.BodyPublishers.ofString(body));
    return client.send(request.build(), BodyHandlers.ofString(UTF_8));
  }

  /** Starts a scenario as the page does. */
  HttpResponse<String> start(String scenario) throws Exception {
    String body = "{\"scenario\":\"" + scenario + "\"}";
    return post("/api/runs", body, "Origin", "http://" + host());
  }

  private HttpRequest.Builder request(String path, String... headers) {
    var request = HttpRequest.newBuilder(URI.create("http://" + host() + path));
    if (!cookie.isEmpty()) {
      request.header("Cookie", cookie);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request;
  }

  /** Looks on. */
  Events events() throws Exception {
    HttpResponse<InputStream> answer =
        client.send(request("/api/events").build(), BodyHandlers.ofInputStream());
    return new Events(answer.body());
  }

  /** Sends this, line by line, and hears the status. */
  String raw(String... lines) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
      socket.getOutputStream().write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(UTF_8));
      var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      return String.valueOf(in.readLine());
    }
  }

  /** Looks on and never reads. */
  Socket viewerThatDoesNotRead() throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(1024);
    socket.connect(
        new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort()));
    String request =
        "GET /api/events HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\n\r\n".formatted(host(), cookie);
    socket.getOutputStream().write(request.getBytes(UTF_8));
    return socket;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  /** Server-sent events. */
  static final class Events implements AutoCloseable {
    private final BufferedReader in;

    Events(InputStream in) {
      this.in = new BufferedReader(new InputStreamReader(in, UTF_8));
    }

    /** One of them. */
    record Event(String topic, JsonNode data) {}

    Event next() throws IOException {
      String topic = "";
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith("event: ")) {
          topic = line.substring("event: ".length());
        } else if (line.startsWith("data: ")) {
          return new Event(topic, JSON.readTree(line.substring("data: ".length())));
        }
      }
      throw new IOException("the events ended");
    }

    /** The state with which a run ends. */
    String untilTheRunEnds() throws IOException {
      while (true) {
        Event event = next();
        String state = event.data().path("state").asString("").toLowerCase(Locale.ROOT);
        if (event.topic().equals("run") && !state.equals("running")) {
          return state;
        }
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
