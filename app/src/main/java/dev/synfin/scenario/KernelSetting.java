package dev.synfin.scenario;

/**
 * A setting of one host's kernel that a scenario wants.
 *
 * @param line in the scenario's file, from 1
 * @param host {@code client}, {@code server} or {@code network}
 * @param name with dots, such as {@code net.ipv4.tcp_syncookies}
 */
public record KernelSetting(int line, String host, String name, String value) {
  /** What is wrong with it in this file, as a sentence that names the place. */
  public ScenarioException refused(String file, String why) {
    return new ScenarioException(file, line, why);
  }
}
