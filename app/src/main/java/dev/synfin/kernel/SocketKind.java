package dev.synfin.kernel;

import java.util.Locale;

/** What a socket speaks. */
public enum SocketKind {
  TCP,
  UDP,
  UNIX;

  /** The name in texts and documents, such as {@code tcp}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
