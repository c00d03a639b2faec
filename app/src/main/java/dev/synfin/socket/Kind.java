package dev.synfin.socket;

/** What a socket carries: a stream of octets or single datagrams. */
public enum Kind {
  STREAM(1),
  DATAGRAM(2);

  final int number;

  Kind(int number) {
    this.number = number;
  }

  /** The constant's name in C. */
  public String cName() {
    return this == STREAM ? "SOCK_STREAM" : "SOCK_DGRAM";
  }
}
