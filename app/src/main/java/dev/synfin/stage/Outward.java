package dev.synfin.stage;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The interfaces by which a network namespace is reached. A container may be taken off its networks
 * or join another while it is tapped: then a capture that sees everything on its interface no
 * longer sees everything.
 */
final class Outward {
  private static final String ALL = "any";

  private final Supplier<Set<String>> look;
  private final Set<String> first;

  /** Those that {@code look} names now, and later. */
  Outward(Supplier<Set<String>> look) {
    this.look = look;
    this.first = look.get();
  }

  /** Those of this process's network namespace. */
  static Outward ofThisNamespace() {
    return new Outward(Outward::up);
  }

  private static Set<String> up() {
    try {
      return NetworkInterface.networkInterfaces()
          .filter(Outward::leadsOut)
          .map(NetworkInterface::getName)
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (SocketException e) {
      return Set.of(); // there is none at all
    }
  }

  private static boolean leadsOut(NetworkInterface device) {
    try {
      return device.isUp() && !device.isLoopback();
    } catch (SocketException e) {
      return false; // it went away while it was asked
    }
  }

  /** The one of them, the loopback where there is none, or all where there are several. */
  String toCapture() {
    return first.isEmpty() ? "lo" : areSeveral() ? ALL : first.iterator().next();
  }

  boolean areSeveral() {
    return first.size() > 1;
  }

  /** Why not all that comes and goes can be captured any more, or null where it can. */
  @Nullable String moved() {
    Set<String> now = look.get();
    if (now.isEmpty()) {
      return first.isEmpty() ? null : "interface gone";
    }
    var more = new TreeSet<>(now);
    more.removeAll(first);
    return more.isEmpty() || areSeveral()
        ? null
        : "the interface "
            + String.join(", ", more)
            + " came after the capture had begun, and is not in it";
  }
}
