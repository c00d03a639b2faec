package dev.synfin.timeline;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the network was told to do to packets, and what it did.
 *
 * @param rule as the scenario has it, such as {@code drop the client's first FIN}
 * @param intended how many packets it was to hit, null where that is left open
 * @param counter how many it hit by its own count, null where it has none
 * @param frames those that were hit, numbers of their sender's capture
 */
public record Fault(
    String rule, @Nullable Long intended, @Nullable Long counter, List<Long> frames) {
  public Fault {
    Objects.requireNonNull(rule, "fault.rule");
    frames = Copies.list(frames);
  }
}
