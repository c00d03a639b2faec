package dev.synfin.timeline;

import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;

/** Says in one sentence why a file is no timeline. */
final class Faulty {
  private Faulty() {}

  static TimelineException document(String name, JacksonException e) {
    var location = e.getLocation();
    var where =
        location == null || location.getLineNr() < 1
            ? ""
            : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    return new TimelineException(name + " is no timeline: " + reason(e) + where + ".", e);
  }

  static TimelineException line(String name, long number, String fault, JacksonException e) {
    return new TimelineException(
        name + " cannot be read: line " + number + " " + fault + ": " + reason(e) + ".", e);
  }

  static TimelineException line(String name, long number, String fault) {
    return new TimelineException(
        name + " cannot be read: line " + number + " " + fault + ".", null);
  }

  static TimelineException empty(String name) {
    return new TimelineException(name + " is no timeline: it is empty.", null);
  }

  private static String reason(JacksonException e) {
    return switch (e) {
      case StreamReadException syntax -> "it is not JSON, " + firstSentence(e);
      case DatabindException mismatch -> field(mismatch) + firstSentence(e);
      default -> firstSentence(e);
    };
  }

  /** The path to the field that does not fit, such as {@code connections[3].stream}. */
  private static String field(DatabindException e) {
    var path = new StringBuilder();
    for (var step : e.getPath()) {
      var name = step.getPropertyName();
      if (name == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(name);
      }
    }
    return path.isEmpty() ? "" : path + ": ";
  }

  /** Jackson's message without what follows its first line and its final full stop. */
  private static String firstSentence(JacksonException e) {
    var cause = e.getCause() == null ? e.getOriginalMessage() : e.getCause().getMessage();
    var message = Objects.requireNonNullElse(cause, "unknown fault").lines().findFirst().orElse("");
    message = message.replaceAll("`(?:[a-z0-9]+\\.)+([A-Za-z$<>]+)`", "$1");
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }
}
