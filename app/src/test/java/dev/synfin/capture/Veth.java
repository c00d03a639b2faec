package dev.synfin.capture;

import java.io.IOException;

/** A pair of virtual Ethernet interfaces, of which one is captured. */
final class Veth implements AutoCloseable {
  final String name = "sf" + ProcessHandle.current().pid() % 100_000;
  private boolean there;

  /**
   * An IPv4 address that no other run's interfaces have: it would take this one's packets. From the
   * range for tests of networks (RFC 2544, appendix C.2.2).
   *
   * @param host 1 for the interface's own address, 2 for a neighbour's
   */
  static String address(int host) {
    int number = (int) (ProcessHandle.current().pid() % 32_768) * 4 + host;
    return "198." + (18 + (number >> 16)) + "." + (number >> 8 & 0xFF) + "." + (number & 0xFF);
  }

  /** Both ends up, with an IPv4 address. */
  Veth() throws IOException {
    this(address(1) + "/30");
  }

  /** Both ends up; the address is given as {@code ip address add} takes it. */
  Veth(String address) throws IOException {
    Shell.run("ip link add " + name + " type veth peer name " + name + "p");
    there = true;
    Shell.run("ip address add " + address + " dev " + name + " nodad");
    Shell.run("ip link set " + name + "p up");
    Shell.run("ip link set " + name + " up");
  }

  /** Sends to an address without asking who has it. */
  void knows(String address) throws IOException {
    Shell.run(
        "ip neighbour add " + address + " lladdr 02:00:00:00:00:02 nud permanent dev " + name);
  }

  void down() throws IOException {
    Shell.run("ip link set " + name + " down");
  }

  @Override
  public void close() throws IOException {
    delete();
  }

  void delete() throws IOException {
    if (there) {
      there = false;
      Shell.run("ip link delete " + name);
    }
  }
}
