package dev.synfin.cli;

import dev.synfin.expect.NormalForm;
import dev.synfin.expect.WireDifference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "diff",
    description =
        "Compares two wires by what does not differ from run to run: no addresses, ports, numbers,"
            + " times; acknowledgements and the cuts between segments do not count.",
    mixinStandardHelpOptions = true,
    footer = "%nExit codes: 0 they are the same, 1 they are not, or it failed, 2 wrong usage.")
final class DiffCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "A",
      description = "A timeline, a capture file, or a stored normal form.")
  @SuppressWarnings("NullAway.Init")
  private Path first;

  @Parameters(index = "1", paramLabel = "B", description = "Another.")
  @SuppressWarnings("NullAway.Init")
  private Path second;

  @Option(
      names = "--normal-form",
      description = "Print B's normal form instead, to be stored and compared with.")
  private boolean normalForm;

  @Override
  public Integer call() throws IOException {
    NormalForm a = WireFiles.normalForm(first);
    NormalForm b = WireFiles.normalForm(second);
    if (normalForm) {
      System.out.print(b.toText());
      return 0;
    }
    WireDifference difference = WireDifference.between(a, b);
    if (difference.isEmpty()) {
      return 0;
    }
    System.out.print(difference.ladder());
    System.out.println(difference.counts() + ".");
    return 1;
  }
}
