package dev.synfin.cli;

import dev.synfin.scenario.UnknownScenarioException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The one place that turns an exception into a sentence and an exit code: 2 for wrong usage, 1 for
 * whatever could not be done. A stack trace is printed only with {@code SYNFIN_DEBUG} set, or for a
 * mistake of the program itself.
 */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    var err = command.getErr();
    err.println("synfin: " + usage(e));
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, err)) {
      err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    }
    return CommandLine.ExitCode.USAGE;
  }

  private static String usage(ParameterException e) {
    if (e.getArgSpec() instanceof OptionSpec option && option.type().isEnum()) {
      var choices = Stream.of(option.type().getEnumConstants()).map(Failures::asTyped).toList();
      return option.longestName()
          + " is "
          + String.join(" or ", choices)
          + ", not «"
          + e.getValue()
          + "».";
    }
    if (!(e instanceof CommandLine.UnmatchedArgumentException unmatched)
        || unmatched.isUnknownOption()) {
      return Objects.requireNonNullElse(e.getMessage(), e.toString());
    }
    String argument = unmatched.getUnmatched().getFirst();
    return e.getCommandLine().getParent() == null
        ? "There is no command «" + argument + "»."
        : "«" + argument + "» is one argument too many.";
  }

  private static String asTyped(Object choice) {
    return choice.toString().toLowerCase(Locale.ROOT);
  }

  @Override
  public int handleExecutionException(
      Exception e, CommandLine command, @Nullable ParseResult parsed) {
    if (e instanceof IOException io && StandardOutput.readerIsGone(io)) {
      return StandardOutput.READER_GONE;
    }
    command.getErr().println("synfin: " + sentence(e));
    if (System.getenv("SYNFIN_DEBUG") != null || !expected(e)) {
      e.printStackTrace(command.getErr());
    }
    return e instanceof UnknownScenarioException
        ? CommandLine.ExitCode.USAGE
        : CommandLine.ExitCode.SOFTWARE;
  }

  private static boolean expected(Exception e) {
    return e instanceof IOException || e instanceof UncheckedIOException;
  }

  static String sentence(Exception e) {
    return switch (e) {
      case UncheckedIOException unchecked -> sentence(Objects.requireNonNull(unchecked.getCause()));
      case NoSuchFileException gone when gone.getReason() != null ->
          gone.getFile() + " cannot be written: " + gone.getReason() + ".";
      case NoSuchFileException gone -> "There is no file " + gone.getFile() + ".";
      case AccessDeniedException denied ->
          "No right to open " + denied.getFile() + ": change its owner or mode, or choose another.";
      case FileSystemException other when other.getReason() != null ->
          other.getFile() + ": " + other.getReason() + ".";
      case IOException io -> Objects.requireNonNullElse(io.getMessage(), io.toString());
      default -> "This is a mistake in synfin itself: " + e;
    };
  }
}
