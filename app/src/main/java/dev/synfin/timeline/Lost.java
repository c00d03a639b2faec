package dev.synfin.timeline;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A packet that left and did not arrive.
 *
 * @param between the last capture that saw it and the next one on its way, which did not
 * @param rule the fault that dropped it, or null where none is known to have
 */
public record Lost(List<String> between, @Nullable String rule) {
  public Lost {
    between = Copies.list(between);
  }
}
