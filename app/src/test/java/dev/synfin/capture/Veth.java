package dev.synfin.capture;

import java.io.IOException;

/** A pair of virtual Ethernet interfaces, of which one is captured. */
final class Veth implements AutoCloseable {
  final String name = "sf" + ProcessHandle.current().pid() % 100_000;
  private boolean there;

  /** Both ends up; addresses are given as {@code ip address add} takes them. */
  Veth(String... addresses) throws IOException {
    Shell.run("ip link add " + name + " type veth peer name " + name + "p");
    there = true;
    for (String address : addresses) {
      Shell.run("ip address add " + address + " dev " + name + " nodad");
    }
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
