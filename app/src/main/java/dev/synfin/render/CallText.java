package dev.synfin.render;

import dev.synfin.timeline.CallEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A socket call as a line of code: {@code recv(1024) = 8 (210 ms)}. */
final class CallText {
  private static final int LONGEST_VALUE = 28;
  private static final long WORTH_TELLING_NANOS = 1_000_000;
  private static final Set<String> WAITING =
      Set.of("accept", "recv", "recvfrom", "recv_until_eof", "read", "readline", "makefile");

  /** C's names of families, types, options and directions. */
  private static final Pattern CONSTANT =
      Pattern.compile("(AF|SOCK|SO|TCP|IP|IPV6|SHUT)_[A-Z0-9_]+");

  private final boolean ascii;
  private final Glyphs glyphs;

  CallText(RenderOptions options) {
    this.ascii = options.ascii();
    this.glyphs = Glyphs.of(options);
  }

  /** The call, its result or error, and how long it took where that was noticeable. */
  String of(CallEvent call) {
    return PlainText.harmless(call.call(), ascii)
        + "("
        + arguments(call.args())
        + ")"
        + outcome(call)
        + took(call.durationNs());
  }

  /**
   * When it has its place among the packets, in nanoseconds: a call that waits for the peer stands
   * where it returned, behind the packet that it waited for; any other where it was made.
   */
  static long placeOf(CallEvent call) {
    var made = call.tNs();
    var took = call.durationNs();
    var start = made == null ? 0 : made;
    return took != null && WAITING.contains(call.call()) ? start + took : start;
  }

  private String arguments(Object args) {
    return switch (args) {
      case List<?> list -> list.stream().map(this::value).collect(Collectors.joining(", "));
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(e -> value(e.getKey(), false) + "=" + value(e.getValue()))
              .collect(Collectors.joining(", "));
      default -> value(args);
    };
  }

  private String outcome(CallEvent call) {
    var error = call.error();
    if (error != null) {
      return " = " + PlainText.harmless(error, ascii);
    }
    return call.result() == null ? "" : " = " + value(call.result());
  }

  private String took(@Nullable Long nanos) {
    return nanos == null || nanos < WORTH_TELLING_NANOS
        ? ""
        : " (" + Quantities.duration(nanos, glyphs) + ")";
  }

  private String value(@Nullable Object value) {
    return value(value, true);
  }

  private String value(@Nullable Object value, boolean quoted) {
    if (value instanceof String text) {
      var shown = PlainText.cut(PlainText.harmless(text, ascii), LONGEST_VALUE, glyphs.more());
      return quoted && !CONSTANT.matcher(text).matches() ? '"' + shown + '"' : shown;
    }
    if (value instanceof Map<?, ?> || value instanceof List<?>) {
      return (value instanceof Map<?, ?> ? "{" : "[")
          + PlainText.cut(arguments(value), LONGEST_VALUE, glyphs.more())
          + (value instanceof Map<?, ?> ? "}" : "]");
    }
    return String.valueOf(value);
  }
}
