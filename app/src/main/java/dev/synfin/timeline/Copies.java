package dev.synfin.timeline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Immutable copies of what a document holds; a list or map that it lacks is an empty one. */
final class Copies {
  private Copies() {}

  /** Leaves out null elements: what a newer writer put there and this reader does not know. */
  static <T> List<T> list(@Nullable List<? extends @Nullable T> list) {
    if (list == null || list.isEmpty()) {
      return List.of();
    }
    var copy = new ArrayList<T>(list.size());
    for (var element : list) {
      if (element != null) {
        copy.add(element);
      }
    }
    return Collections.unmodifiableList(copy);
  }

  static <K, V> Map<K, V> map(@Nullable Map<K, V> map) {
    return map == null || map.isEmpty()
        ? Map.of()
        : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /**
   * A value as JSON has it: null, text, truth, a {@link Long}, a {@link Double}, a list or a map.
   *
   * @throws IllegalArgumentException for anything else
   */
  static @Nullable Object json(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case String text -> text;
      case Boolean truth -> truth;
      case Long number -> number;
      case Integer number -> number.longValue();
      case Double number -> number;
      case List<?> list -> jsonList(list);
      case Map<?, ?> map -> jsonMap(map);
      default -> throw new IllegalArgumentException("No JSON value: " + value.getClass());
    };
  }

  private static Object jsonList(List<?> list) {
    var copy = new ArrayList<@Nullable Object>(list.size());
    for (var element : list) {
      copy.add(json(element));
    }
    return Collections.unmodifiableList(copy);
  }

  private static Object jsonMap(Map<?, ?> map) {
    var copy = new LinkedHashMap<String, @Nullable Object>();
    for (var entry : map.entrySet()) {
      copy.put(Objects.toString(entry.getKey()), json(entry.getValue()));
    }
    return Collections.unmodifiableMap(copy);
  }
}
