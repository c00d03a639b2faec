package dev.synfin.lab;

import dev.synfin.kernel.SocketState;
import dev.synfin.scenario.Nearest;
import dev.synfin.timeline.KernelSample;
import dev.synfin.timeline.Timeline;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.assertj.core.api.AbstractAssert;

/** Assertions about what the kernel of one side said, whenever it was asked. */
public final class KernelAssert extends AbstractAssert<KernelAssert, List<KernelSample>> {
  private static final List<String> STATES =
      Arrays.stream(SocketState.values()).map(SocketState::name).toList();

  private final Timeline timeline;

  KernelAssert(List<KernelSample> actual, Timeline timeline) {
    super(actual, KernelAssert.class);
    this.timeline = timeline;
  }

  /** When it was asked last, so many sockets were in this state, such as {@code TIME_WAIT}. */
  public KernelAssert has(String state, int count) {
    requireState(state);
    long found = actual.getLast().states().getOrDefault(state, 0L);
    if (found != count) {
      throw failed(
          "to have " + count + " sockets in " + state, "it has " + actual.getLast().states());
    }
    return proven(count, state);
  }

  /** It once had at least so many sockets in this state. */
  public KernelAssert everHad(String state, int least) {
    requireState(state);
    long most = actual.stream().mapToLong(s -> s.states().getOrDefault(state, 0L)).max().orElse(0);
    if (most < least) {
      throw failed(
          "to have had " + least + " sockets in " + state, "the most it was seen with is " + most);
    }
    return this;
  }

  /**
   * It counted so many of something, such as {@code ListenOverflows}, since the capture or the
   * block began.
   */
  public KernelAssert counted(String counter, long count) {
    var counters = actual.getLast().counters();
    Long found = counters.get(counter);
    if (found == null) {
      throw Failures.error(this, unknown("counter", counter, counters.keySet()));
    }
    if (found != count) {
      throw failed("to have counted " + count + " " + counter, "it counted " + found);
    }
    return proven(count, counter);
  }

  private void requireState(String state) {
    if (!STATES.contains(state)) {
      throw Failures.error(this, unknown("state", state, STATES));
    }
  }

  private static String unknown(String kind, String name, Collection<String> known) {
    String hint = Nearest.hint(name, known);
    return "The kernel has no "
        + kind
        + " "
        + name
        + hint
        + (hint.equals(".") ? " There are " + String.join(", ", known) + "." : "");
  }

  /** That it had none takes a capture that is known to have seen what there was. */
  private KernelAssert proven(long count, String what) {
    String unproven = count == 0 ? Failure.unproven(timeline) : null;
    if (unproven != null) {
      throw Failures.error(
          this,
          Failure.of(
              timeline, "It cannot be said that there was no " + what + ": " + unproven + "."));
    }
    return this;
  }

  private AssertionError failed(String expected, String but) {
    String sentence =
        "Expected the kernel of the "
            + Words.side(actual.getFirst().side())
            + " "
            + expected
            + ", but "
            + but
            + ".";
    return Failures.error(
        this,
        timeline.connections().isEmpty()
            ? Failure.of(timeline, sentence)
            : Failure.of(
                timeline,
                timeline.connections().getLast(),
                sentence,
                null,
                "the kernel was expected " + expected));
  }
}
