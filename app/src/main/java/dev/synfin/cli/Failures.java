package dev.synfin.cli;

import dev.synfin.scenario.UnknownScenarioException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
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
    err.println("synfin: " + Usage.sentence(e));
    err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    return CommandLine.ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(
      Exception e, CommandLine command, @Nullable ParseResult parsed) {
    Exception cause = e instanceof UncheckedIOException unchecked ? unchecked.getCause() : e;
    if (cause instanceof IOException io && StandardOutput.readerIsGone(io)) {
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
    return e instanceof IOException
        || e instanceof UncheckedIOException
        || e instanceof InvalidPathException;
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
      case InvalidPathException path -> unusable(path.getInput());
      case IOException io -> Objects.requireNonNullElse(io.getMessage(), io.toString());
      default -> "This is a mistake in synfin itself: " + e;
    };
  }

  /** Java takes the names of files apart by the locale. */
  static String unusable(String path) {
    return "The path «"
        + path
        + "» cannot be written in this locale: set LANG to one with UTF-8, such as C.UTF-8.";
  }
}
