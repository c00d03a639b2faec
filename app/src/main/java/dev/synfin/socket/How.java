package dev.synfin.socket;

/** Which directions {@code shutdown} ends. */
public enum How {
  READ(0, "SHUT_RD"),
  WRITE(1, "SHUT_WR"),
  BOTH(2, "SHUT_RDWR");

  final int number;
  private final String cName;

  How(int number, String cName) {
    this.number = number;
    this.cName = cName;
  }

  /** The constant's name in C, such as {@code SHUT_WR}. */
  public String cName() {
    return cName;
  }
}
