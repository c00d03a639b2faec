package dev.synfin.timeline;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What was read is no timeline; the message is one sentence that says where and why. */
final class TimelineException extends IOException {
  private static final long serialVersionUID = 1;

  TimelineException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
