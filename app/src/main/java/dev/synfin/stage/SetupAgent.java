package dev.synfin.stage;

import dev.synfin.scenario.KernelSetting;
import dev.synfin.scenario.NetworkFault;
import dev.synfin.scenario.Scenario;
import dev.synfin.scenario.ScenarioException;
import dev.synfin.scenario.Signals;
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
  private static final String TAIL_LOSS_PROBES = "net.ipv4.tcp_early_retrans";

  private final Host host;
  private final List<String> interfaces;
  private final Routing routing;

  SetupAgent(Host host, List<String> interfaces) {
    this.host = host;
    this.interfaces = interfaces;
    this.routing = new Routing(interfaces);
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
        switch (m.verb()) {
          case PREPARE -> {
            Scenario scenario = ProgramAgent.prepare(m);
            setSysctls(scenario, before);
            routing.offload(scenario.offload());
            rules = new FaultRules(faults(scenario), scenario.port(), interfaces);
            line.send(ready(rules));
          }
          case SIGNAL -> obey(m.argument(0), Objects.requireNonNull(rules), line);
          case STOP -> line.send(new Message(Verb.STOPPED, reports(Objects.requireNonNull(rules))));
          case READY, RUN, ENDED, DRAIN, DRAINED, STOPPED, FAILED -> {
            // what only agents say, or what other agents are told
          }
        }
      }
    } catch (ScenarioException e) {
      line.send(Message.failedBecauseOfTheScenario(Objects.requireNonNull(e.getMessage())));
    } catch (IOException e) {
      line.send(Message.of(Verb.FAILED, Objects.requireNonNullElse(e.getMessage(), e.toString())));
    } finally {
      restore(before, rules);
    }
  }

  /** Where the kernel cannot do it, it is ready to no purpose, and says why. */
  private static Message ready(FaultRules rules) throws IOException {
    try {
      rules.install();
      return Message.of(Verb.READY);
    } catch (ImpossibleException e) {
      return Message.of(Verb.READY, Objects.requireNonNull(e.getMessage()));
    }
  }

  /** Whoever gave a signal that cuts or joins the network can await that it is done. */
  private static void obey(String signal, FaultRules rules, Line line) throws IOException {
    if (rules.signalled(signal)) {
      line.send(Message.of(Verb.SIGNAL, signal + Signals.DONE));
    }
  }

  private List<NetworkFault> faults(Scenario scenario) {
    return host == Host.NETWORK ? scenario.faults() : List.of();
  }

  /**
   * The scenario's own, and where nothing is lost on purpose no tail-loss probes: an end that is
   * late by some milliseconds because the machine is busy has lost nothing, and 2 ms are enough for
   * a probe between neighbours (net/ipv4/tcp_output.c, tcp_schedule_loss_probe). Each former value
   * is noted before it is changed: where the next fails, it is put back.
   */
  private void setSysctls(Scenario scenario, Map<String, String> before) throws IOException {
    if (scenario.faults().isEmpty() && host != Host.NETWORK) {
      setSysctl(TAIL_LOSS_PROBES, "0", before);
    }
    for (KernelSetting setting : scenario.sysctls()) {
      if (setting.host().equals(host.id())) {
        try {
          setSysctl(setting.name(), setting.value(), before);
        } catch (IOException e) {
          throw setting.refused(scenario.source(), Objects.requireNonNull(e.getMessage()));
        }
      }
    }
  }

  private static void setSysctl(String name, String value, Map<String, String> before)
      throws IOException {
    before.putIfAbsent(name, Routing.read(name));
    Routing.write(name, value);
  }

  private static List<String> reports(FaultRules rules) throws IOException {
    var arguments = new ArrayList<String>();
    for (FaultReport report : rules.reports()) {
      arguments.add(report.rule());
      arguments.add(Long.toString(report.intended()));
      arguments.add(Long.toString(report.counter()));
      arguments.add(Boolean.toString(report.drops()));
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
