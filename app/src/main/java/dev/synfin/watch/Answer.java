package dev.synfin.watch;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;

/** Answers, all with the headers that keep a browser from doing more than it should. */
final class Answer {
  static final JsonMapper JSON = JsonMapper.shared();

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private Answer() {}

  static void text(HttpExchange exchange, int status, String sentence) throws IOException {
    octets(
        exchange,
        status,
        "text/plain; charset=utf-8",
        (sentence + "\n").getBytes(StandardCharsets.UTF_8));
  }

  static void json(HttpExchange exchange, int status, Object value) throws IOException {
    octets(exchange, status, "application/json", JSON.writeValueAsBytes(value));
  }

  static void octets(HttpExchange exchange, int status, String type, byte[] content)
      throws IOException {
    begin(exchange, type);
    boolean none = content.length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, none ? -1 : content.length);
    if (!none) {
      exchange.getResponseBody().write(content);
    }
    exchange.close();
  }

  /** Sends a file without holding it: captures can be larger than the memory that there is. */
  static void file(HttpExchange exchange, String type, Path file) throws IOException {
    try (FileChannel content = FileChannel.open(file)) {
      long size = content.size(); // runs replace their files, and never write on in them
      begin(exchange, type);
      boolean none = size == 0 || exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(200, none ? -1 : size);
      if (!none) {
        Channels.newInputStream(content).transferTo(exchange.getResponseBody());
      }
    }
    exchange.close();
  }

  /** Sets what every answer has. */
  static void begin(HttpExchange exchange, String type) {
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", type);
    headers.set("Content-Security-Policy", POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Cache-Control", "no-store");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
  }
}
