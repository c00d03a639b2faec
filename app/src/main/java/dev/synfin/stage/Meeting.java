package dev.synfin.stage;

import java.nio.file.Path;

/** What lies where in the folder that the agents and the conductor of one lab share. */
final class Meeting {
  private Meeting() {}

  static Path socket(Path folder, String agent) {
    return folder.resolve(agent + ".sock");
  }

  /** Exists while the agent can be met: what health checks look at. */
  static Path ready(Path folder, String agent) {
    return folder.resolve(agent + ".ready");
  }

  /** Made when the lab has nothing more to do: what hosts wait for. */
  static Path over(Path folder) {
    return folder.resolve("over");
  }

  /** The port of the last of many runs in one lab. */
  static Path lastPort(Path folder) {
    return folder.resolve("last-port");
  }

  /** The frames that a tap captures in the present run. */
  static Path capture(Path folder, String tap) {
    return folder.resolve(tap + ".pcap");
  }

  /** What the kernel of a program's host said in the present run. */
  static Path kernel(Path folder, String program) {
    return folder.resolve(program + ".kernel.jsonl");
  }

  /** The socket calls of a program in the present run. */
  static Path calls(Path folder, String program) {
    return folder.resolve(program + ".calls.jsonl");
  }
}
