package dev.synfin.timeline;

import dev.synfin.track.TcpState;
import java.util.Arrays;
import java.util.Locale;

/** The names that the format gives to constants; apart from Jackson, which takes long to load. */
final class Names {
  private Names() {}

  private static final ClassValue<String[]> NAMES =
      new ClassValue<>() {
        @Override
        protected String[] computeValue(Class<?> type) {
          return Arrays.stream(type.getEnumConstants())
              .map(constant -> spell((Enum<?>) constant))
              .toArray(String[]::new);
        }
      };

  /** The name of a constant in documents. */
  @SuppressWarnings("EnumOrdinal") // made from the same constants in the same order
  static String of(Enum<?> constant) {
    return NAMES.get(constant.getDeclaringClass())[constant.ordinal()];
  }

  private static String spell(Enum<?> constant) {
    if (constant instanceof TcpState state) {
      return state.rfcName();
    }
    return constant instanceof Flag ? constant.name() : constant.name().toLowerCase(Locale.ROOT);
  }
}
