package dev.synfin.export;

import dev.synfin.timeline.Endpoint;
import dev.synfin.track.Side;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The ends of all connections as processes, and what they do as threads. */
final class Ends {
  private final Map<String, Integer> processes = new HashMap<>();
  private int threads;

  /** The number of an end's process, which is named when it is met for the first time. */
  int process(Side side, Endpoint end, JsonOutput json) throws IOException {
    String address = end.name() == null ? end.address() : end.name() + " " + end.address();
    return process(side, Words.of(side) + " " + address, json);
  }

  /** The number of the process of this name. */
  int process(Side side, String name, JsonOutput json) throws IOException {
    Integer known = processes.get(name);
    if (known == null) {
      known = processes.size() + 1;
      processes.put(name, known);
      json.element(metadata("process_name", known, 0, Fields.of("name", name)));
      json.element(
          metadata(
              "process_sort_index",
              known,
              0,
              Fields.of("sort_index", side.compareTo(Side.CLIENT))));
    }
    return known;
  }

  /** A new thread of a process. */
  int thread(int process, String name, JsonOutput json) throws IOException {
    int thread = ++threads;
    json.element(metadata("thread_name", process, thread, Fields.of("name", name)));
    json.element(metadata("thread_sort_index", process, thread, Fields.of("sort_index", thread)));
    return thread;
  }

  private static Fields metadata(String name, int process, int thread, Fields args) {
    return Fields.of("name", name)
        .and("ph", "M")
        .and("pid", process)
        .and("tid", thread)
        .and("args", args);
  }
}
