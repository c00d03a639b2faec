package dev.synfin.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in a sentence what is wrong with the words of a command line. */
final class Usage {
  private Usage() {}

  static String sentence(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched);
    }
    if (e instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
      return missing(missing.getMissing());
    }
    String said = Objects.requireNonNullElse(e.getMessage(), e.toString());
    ArgSpec about = e.getArgSpec();
    return about == null ? said : wrong(about, e.getValue(), said);
  }

  private static String unmatched(UnmatchedArgumentException e) {
    CommandLine command = e.getCommandLine();
    String word = e.getUnmatched().getFirst();
    if (e.isUnknownOption()) {
      List<String> near = e.getSuggestions();
      return "There is no option «"
          + word
          + "»"
          + (near.isEmpty() ? "." : "; did you mean " + near.getFirst() + "?");
    }
    return command.getSubcommands().isEmpty()
        ? "«" + word + "» is one argument too many."
        : "There is no command «" + word + "»; there are: " + commands(command) + ".";
  }

  private static String commands(CommandLine command) {
    return command.getSubcommands().entrySet().stream()
        .filter(entry -> !entry.getValue().getCommandSpec().usageMessage().hidden())
        .map(entry -> entry.getKey())
        .collect(Collectors.joining(", "));
  }

  private static String missing(List<ArgSpec> missing) {
    ArgSpec first = missing.getFirst();
    if (first instanceof OptionSpec option && !option.required()) {
      return option.longestName() + " needs a value: " + option.paramLabel() + ".";
    }
    String names = missing.stream().map(Usage::asTyped).collect(Collectors.joining(" and "));
    return names + (missing.size() == 1 ? " is missing." : " are missing.");
  }

  private static String wrong(ArgSpec about, Object value, String said) {
    Class<?> type = about.type();
    if (type.isEnum()) {
      return name(about) + " is " + choices(type) + ", not «" + value + "».";
    }
    if (Stream.of(int.class, Integer.class, long.class, Long.class).anyMatch(type::equals)) {
      return name(about) + " is a whole number, not «" + value + "».";
    }
    if (type.equals(Path.class)) {
      return Failures.unusable(String.valueOf(value));
    }
    int reason = said.indexOf("«");
    return reason < 0 ? said : name(about) + ": " + said.substring(reason);
  }

  /** Such as {@code client, server or network}. */
  private static String choices(Class<?> type) {
    List<String> names =
        Stream.of(type.getEnumConstants())
            .map(choice -> choice.toString().toLowerCase(Locale.ROOT))
            .toList();
    int last = names.size() - 1;
    return String.join(", ", names.subList(0, last)) + " or " + names.get(last);
  }

  /** Such as {@code --meet=DIR}. */
  private static String asTyped(ArgSpec missing) {
    return missing.isOption() ? name(missing) + "=" + missing.paramLabel() : missing.paramLabel();
  }

  private static String name(ArgSpec about) {
    return about instanceof OptionSpec option ? option.longestName() : about.paramLabel();
  }
}
