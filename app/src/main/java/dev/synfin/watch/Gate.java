package dev.synfin.watch;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who has the token, and nobody else: not other users of the machine, nor other pages in
 * the same browser, whether they send requests themselves or have a name of theirs point here (DNS
 * rebinding).
 */
final class Gate extends Filter {
  private static final String TOKEN = "token=";
  private static final Pattern LANGUAGE = Pattern.compile("lang=[A-Za-z-]{2,16}");

  private final Token token;
  private final Set<String> hosts;
  private final String cookie;

  /**
   * A gate.
   *
   * @param port under which browsers reach the server
   */
  Gate(Token token, int port) {
    this.token = token;
    this.hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
    this.cookie = "synfin-" + port; // cookies are not kept apart by port
  }

  @Override
  public String description() {
    return "lets in who has the token";
  }

  @Override
  public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
    String host = only(exchange, "Host");
    String authority = exchange.getRequestURI().getRawAuthority();
    if (host == null || !hosts.contains(host) || (authority != null && !authority.equals(host))) {
      Answer.text(
          exchange, 403, "This is not the address of the page: use the one that was printed.");
    } else if (isForeign(exchange, host)) {
      Answer.text(exchange, 403, "Another page must not use this one.");
    } else if (hasCookie(exchange)) {
      chain.doFilter(exchange);
    } else if (isEntry(exchange)) {
      admit(exchange);
    } else {
      Answer.text(exchange, 403, "Open the page by the address that was printed: it has a token.");
    }
  }

  /** Browsers name the page that asks; whoever changes something must be named. */
  private static boolean isForeign(HttpExchange exchange, String host) {
    boolean changes = !List.of("GET", "HEAD").contains(exchange.getRequestMethod());
    List<String> origins = exchange.getRequestHeaders().get("Origin");
    if (origins == null) {
      return changes;
    }
    return !origins.equals(List.of("http://" + host));
  }

  private boolean isEntry(HttpExchange exchange) {
    return exchange.getRequestMethod().equals("GET")
        && exchange.getRequestURI().getRawPath().equals("/")
        && parameters(exchange).stream()
            .anyMatch(p -> p.startsWith(TOKEN) && token.is(p.substring(TOKEN.length())));
  }

  private static List<String> parameters(HttpExchange exchange) {
    String query = exchange.getRequestURI().getRawQuery();
    return query == null ? List.of() : List.of(query.split("&", -1));
  }

  /** The token leaves the address bar, and with it the history; a language stays. */
  private void admit(HttpExchange exchange) throws IOException {
    exchange
        .getResponseHeaders()
        .set("Set-Cookie", cookie + "=" + token.text() + "; Path=/; HttpOnly; SameSite=Strict");
    String language =
        parameters(exchange).stream()
            .filter(p -> LANGUAGE.matcher(p).matches())
            .findFirst()
            .map(p -> "?" + p)
            .orElse("");
    exchange.getResponseHeaders().set("Location", "/" + language);
    Answer.octets(exchange, 303, "text/plain; charset=utf-8", new byte[0]);
  }

  private boolean hasCookie(HttpExchange exchange) {
    List<String> headers = exchange.getRequestHeaders().get("Cookie");
    if (headers == null) {
      return false;
    }
    for (String header : headers) {
      for (String pair : header.split(";", -1)) {
        String named = pair.strip();
        if (named.startsWith(cookie + "=") && token.is(named.substring(cookie.length() + 1))) {
          return true;
        }
      }
    }
    return false;
  }

  private static @Nullable String only(HttpExchange exchange, String name) {
    List<String> values = exchange.getRequestHeaders().get(name);
    return values == null || values.size() != 1 ? null : values.getFirst();
  }
}
