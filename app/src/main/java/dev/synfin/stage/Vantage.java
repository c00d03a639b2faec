package dev.synfin.stage;

import java.util.Locale;

/** Where a tap sits. */
public enum Vantage {
  CLIENT,
  NETWORK,
  SERVER,
  LOOPBACK;

  /** As captures' files and timelines have it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The name of the agent there. */
  String tap() {
    return id() + "-tap";
  }
}
