package dev.synfin.socket;

/** The address families, with Linux's numbers. */
public enum Family {
  INET(2),
  INET6(10),
  UNIX(1);

  final int number;

  Family(int number) {
    this.number = number;
  }

  /** The constant's name in C. */
  public String cName() {
    return "AF_" + name();
  }
}
