package dev.synfin.lab;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The test under way on this thread, as the extension that keeps wires knows it. */
final class KeptTest {
  private static final int MOST_ASSERTED = 20;
  private static final InheritableThreadLocal<KeptTest> CURRENT = new InheritableThreadLocal<>();

  private final Path folder;
  private final boolean keepsPayload;
  private final AtomicInteger asserted = new AtomicInteger();
  private Set<TapSession> kept = Set.of();
  private volatile boolean over;

  KeptTest(Path folder, boolean keepsPayload) {
    this.folder = folder;
    this.keepsPayload = keepsPayload;
  }

  /** The taps of which something is kept. */
  Set<TapSession> kept() {
    return kept;
  }

  void keeps(Set<TapSession> taps) {
    kept = Set.copyOf(taps);
  }

  Path folder() {
    return folder;
  }

  /**
   * For what another failed assertion looked at: {@code asserted}, {@code asserted-2} and so on.
   * One that is tried until it holds fails very often: then the last takes the place of the one
   * before.
   */
  Path next() {
    int number = Math.min(asserted.incrementAndGet(), MOST_ASSERTED);
    return folder.resolve(number == 1 ? "asserted" : "asserted-" + number);
  }

  static void begin(KeptTest test) {
    CURRENT.set(test);
  }

  /** Also for threads that were made in the test and outlive it, as those of a pool do. */
  static void end() {
    KeptTest test = CURRENT.get();
    if (test != null) {
      test.over = true;
    }
    CURRENT.remove();
  }

  static @Nullable KeptTest current() {
    KeptTest test = CURRENT.get();
    return test == null || test.over ? null : test;
  }

  /** Whether the payload of what is kept is kept too. */
  static boolean payload() {
    KeptTest test = current();
    return test != null && test.keepsPayload;
  }
}
