package dev.synfin.stage;

import dev.synfin.scenario.Scenario;
import dev.synfin.stage.Message.Verb;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sets up one host of the lab: once its routes, then for each run what the scenario wants of its
 * kernel and, on the network host, of its firewall. What a run changed is put back after it.
 */
final class SetupAgent implements Agent {
  private final Host host;
  private final Routing routing;

  SetupAgent(Host host, String iface) {
    this.host = host;
    this.routing = new Routing(iface);
  }

  @Override
  public String name() {
    return host.id() + "-setup";
  }

  /**
   * Sets the routes, and switches segmentation offload off.
   *
   * @param peer the other end's host name, and by way of which host; null on the network host
   */
  void prepareHost(@Nullable String peer, @Nullable String via) throws IOException {
    if (host == Host.NETWORK) {
      routing.forward();
    } else if (peer != null && via != null) {
      routing.reach(peer, via);
    }
    routing.offload(false);
  }

  @Override
  public void attend(Line line) throws IOException {
    var before = new LinkedHashMap<String, String>();
    FaultRules rules = null;
    try {
      for (var m = line.receive(); m != null; m = line.receive()) {
        if (m.verb() == Verb.PREPARE) {
          Scenario scenario = ProgramAgent.prepare(m);
          before.putAll(setSysctls(scenario));
          routing.offload(scenario.offload());
          rules = new FaultRules(faults(scenario), scenario.port());
          rules.install();
          line.send(Message.of(Verb.READY));
        } else if (m.verb() == Verb.STOP) {
          line.send(new Message(Verb.STOPPED, reports(Objects.requireNonNull(rules))));
        }
      }
    } catch (IOException e) {
      line.send(Message.of(Verb.FAILED, Objects.requireNonNullElse(e.getMessage(), e.toString())));
    } finally {
      restore(before, rules);
    }
  }

  private List<dev.synfin.scenario.FaultRule> faults(Scenario scenario) {
    return host == Host.NETWORK ? scenario.faults() : List.of();
  }

  private Map<String, String> setSysctls(Scenario scenario) throws IOException {
    var before = new LinkedHashMap<String, String>();
    for (var setting : scenario.sysctls().getOrDefault(host.id(), Map.of()).entrySet()) {
      before.put(setting.getKey(), Routing.read(setting.getKey()));
      Routing.write(setting.getKey(), setting.getValue());
    }
    return before;
  }

  private static List<String> reports(FaultRules rules) throws IOException {
    var arguments = new ArrayList<String>();
    for (FaultReport report : rules.reports()) {
      arguments.add(report.rule());
      arguments.add(Long.toString(report.intended()));
      arguments.add(Long.toString(report.counter()));
    }
    return arguments;
  }

  private static void restore(Map<String, String> before, @Nullable FaultRules rules)
      throws IOException {
    if (rules != null) {
      rules.remove();
    }
    for (var setting : before.entrySet()) {
      Routing.write(setting.getKey(), setting.getValue());
    }
  }
}
