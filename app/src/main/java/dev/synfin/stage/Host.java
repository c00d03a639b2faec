package dev.synfin.stage;

/** The lab's hosts: two ends, and the network between them that forwards what they send. */
public enum Host {
  CLIENT,
  NETWORK,
  SERVER;

  /** As file names and agents' names have it. */
  public String id() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
