package dev.synfin.cli;

import dev.synfin.scenario.Scenario;
import dev.synfin.scenario.Scenarios;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "scenarios",
    description = "Lists the scenarios, or explains one.",
    mixinStandardHelpOptions = true)
final class ScenariosCommand implements Callable<Integer> {
  @Option(
      names = "--explain",
      paramLabel = "NAME",
      description = "Print what happens in this one, what to look for, and its file.")
  private @Nullable String explain;

  @Override
  public Integer call() throws IOException {
    if (explain != null) {
      return explain(explain);
    }
    for (Scenario scenario : Scenarios.list()) {
      System.out.printf("%-22s %s%n", scenario.name(), scenario.title());
    }
    return 0;
  }

  private static int explain(String name) throws IOException {
    Scenarios.Source source = Scenarios.find(name);
    Scenario scenario = Scenarios.read(source, null);
    System.out.println(scenario.title() + "\n\n" + scenario.explain() + "\n");
    System.out.println("Its file:\n\n" + source.text().indent(2));
    return 0;
  }
}
