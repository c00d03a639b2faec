package dev.synfin.watch;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All who look on. */
final class Viewers implements AutoCloseable {
  static final int MOST = 64;

  private final Set<Viewer> viewers = new HashSet<>();
  private final Map<String, String> latest = new LinkedHashMap<>();
  private boolean closed;

  /** A new one, who is told first how things stand; empty where there are too many. */
  synchronized Optional<Viewer> join() {
    if (closed || viewers.size() >= MOST) {
      return Optional.empty();
    }
    var viewer = new Viewer();
    latest.forEach(viewer::tell);
    viewers.add(viewer);
    return Optional.of(viewer);
  }

  synchronized void leave(Viewer viewer) {
    viewers.remove(viewer);
  }

  /** Tells everybody, and whoever comes later. */
  synchronized void tell(String topic, Object value) {
    String data = Answer.JSON.writeValueAsString(value); // without line breaks
    latest.put(topic, data);
    viewers.forEach(viewer -> viewer.tell(topic, data));
  }

  synchronized int number() {
    return viewers.size();
  }

  @Override
  public synchronized void close() {
    closed = true;
    viewers.forEach(Viewer::close);
  }
}
