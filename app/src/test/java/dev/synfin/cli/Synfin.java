package dev.synfin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program in a process of its own, as a person starts it. */
final class Synfin implements AutoCloseable {
  final Process process;

  private Synfin(Process process) {
    this.process = process;
  }

  /** Starts it with these arguments. */
  static Synfin start(String... args) throws IOException {
    return new Synfin(builder(List.of(), args).start());
  }

  /** Starts it by another program, whose words come first and which becomes it. */
  static Synfin startBy(List<String> starter, String... args) throws IOException {
    return new Synfin(builder(starter, args).start());
  }

  /** Starts it on a terminal of its own; its standard input is that file or pipe. */
  static Synfin startOnATerminal(Path input, String... args) throws IOException {
    String command = "'" + String.join("' '", builder(List.of(), args).command()) + "'";
    return new Synfin(
        new ProcessBuilder("script", "-qefc", command + " < '" + input + "'", "/dev/null").start());
  }

  /** Starts it with its standard output going there. */
  static Synfin startTo(File output, String... args) throws IOException {
    return new Synfin(builder(List.of(), args).redirectOutput(output).start());
  }

  private static ProcessBuilder builder(List<String> starter, String... args) {
    var command = new ArrayList<>(starter);
    // Whoever runs the tests in the background may have had SIGINT ignored, and that is inherited.
    command.addAll(List.of("env", "--default-signal=INT,TERM"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command);
  }

  /** Starts it and gives it this as its standard input. */
  static Synfin startWith(String input, String... args) throws IOException {
    var started = start(args);
    try (var out = started.process.outputWriter(UTF_8)) {
      out.write(input);
    }
    return started;
  }

  /** The next line that it prints. */
  String line() throws IOException {
    return String.valueOf(process.inputReader(UTF_8).readLine());
  }

  /** What it prints on its terminal until it has told how many frames a second it reads. */
  String untilRate() throws IOException {
    var text = new StringBuilder();
    var out = process.inputReader(UTF_8);
    for (int c = out.read(); c >= 0 && !text.toString().endsWith("frames/s"); c = out.read()) {
      text.append((char) c);
    }
    return text.toString();
  }

  /** The next line that it prints to its standard error. */
  String errorLine() throws IOException {
    return String.valueOf(process.errorReader(UTF_8).readLine());
  }

  /** Nobody reads what it prints any more. */
  void stopReading() throws IOException {
    process.getInputStream().close();
  }

  /** What it has yet to print, until its end. */
  List<String> rest() {
    return process.inputReader(UTF_8).lines().toList();
  }

  /** What it prints to its standard error, until its end. */
  String errors() {
    return String.join("\n", process.errorReader(UTF_8).lines().toList());
  }

  /** Sends it a signal, such as {@code TERM}. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      var unused = process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
