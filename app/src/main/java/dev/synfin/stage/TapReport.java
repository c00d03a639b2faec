package dev.synfin.stage;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a tap knows of its capture that the capture file does not say.
 *
 * @param complete whether it is proven whole
 * @param reason why not, or null
 */
record TapReport(
    String iface,
    @Nullable String filter,
    boolean complete,
    @Nullable String reason,
    long droppedByKernel,
    long droppedByInterface,
    Instant startedAt,
    Instant endedAt) {

  List<String> asArguments() {
    return List.of(
        iface,
        filter == null ? "" : filter,
        Boolean.toString(complete),
        reason == null ? "" : reason,
        Long.toString(droppedByKernel),
        Long.toString(droppedByInterface),
        startedAt.toString(),
        endedAt.toString());
  }

  static TapReport of(Message message) {
    return new TapReport(
        message.argument(0),
        orNull(message.argument(1)),
        Boolean.parseBoolean(message.argument(2)),
        orNull(message.argument(3)),
        Long.parseLong(message.argument(4)),
        Long.parseLong(message.argument(5)),
        Instant.parse(message.argument(6)),
        Instant.parse(message.argument(7)));
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
