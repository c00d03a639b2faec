package dev.synfin.stage;

import dev.synfin.stage.Message.Verb;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The agents of one run as their conductor sees them: one line to each, one queue from all. */
final class Crew implements AutoCloseable {
  private final Map<String, Line> lines;
  private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();

  private volatile boolean stopped;

  /** What an agent said; no message means that it hung up. */
  record Heard(String agent, Optional<Message> message) {
    private static final Heard STOP = new Heard("", Optional.of(Message.of(Verb.STOP)));

    /** Whether no agent said it: someone ends the run. */
    boolean isTheStop() {
      return agent.isEmpty();
    }
  }

  /** Ends the run as soon as its programs run; any thread may ask for it. */
  void stop() {
    stopped = true;
    heard.add(Heard.STOP);
  }

  boolean isStopped() {
    return stopped;
  }

  /** Listens to every line from now on. */
  Crew(Map<String, Line> lines) {
    this.lines = new LinkedHashMap<>(lines);
    this.lines.forEach(
        (name, line) -> Thread.ofVirtual().name("hears " + name).start(() -> listen(name, line)));
  }

  private void listen(String name, Line line) {
    try {
      for (var m = line.receive(); m != null; m = line.receive()) {
        heard.add(new Heard(name, Optional.of(m)));
      }
    } catch (IOException e) {
      heard.add(
          new Heard(
              name,
              Optional.of(
                  Message.of(Verb.FAILED, Objects.requireNonNullElse(e.getMessage(), "")))));
    }
    heard.add(new Heard(name, Optional.empty()));
  }

  /** The agents whose names end so, such as {@code -tap}, in their order. */
  List<String> named(String ending) {
    return lines.keySet().stream().filter(name -> name.endsWith(ending)).toList();
  }

  List<String> all() {
    return List.copyOf(lines.keySet());
  }

  void tell(String agent, Message message) throws IOException {
    Objects.requireNonNull(lines.get(agent), agent).send(message);
  }

  void tell(Collection<String> agents, Message message) throws IOException {
    for (String agent : agents) {
      tell(agent, message);
    }
  }

  /**
   * Waits until each of these has given this answer.
   *
   * @return each one's answer, in the order asked
   * @throws IOException if one fails, hangs up, or says nothing for too long
   */
  Map<String, Message> answers(List<String> agents, Verb verb, Duration patience)
      throws IOException {
    var answers = new LinkedHashMap<String, Message>();
    var missing = new HashSet<>(agents);
    long deadline = System.nanoTime() + patience.toNanos();
    while (!missing.isEmpty()) {
      Heard next = next(deadline);
      if (next == null) {
        throw new IOException(
            String.join(", ", new ArrayList<>(missing))
                + ": no "
                + verb
                + " within "
                + patience.toSeconds()
                + " s.");
      }
      Message message = said(next);
      if (message.verb() == verb && missing.remove(next.agent())) {
        answers.put(next.agent(), message);
      }
    }
    return answers;
  }

  /** The next thing that anyone says, or null when the time is over. */
  @Nullable Heard next(long deadline) throws IOException {
    try {
      return heard.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while the lab's agents worked.", e);
    }
  }

  /**
   * What was said, if it is no failure.
   *
   * @throws IOException with the agent's own sentence
   */
  static Message said(Heard heard) throws IOException {
    Message message =
        heard.message().orElseThrow(() -> new IOException(heard.agent() + " has gone away."));
    if (message.verb() == Verb.FAILED) {
      String agent = message.isBecauseOfTheScenario() ? "" : heard.agent() + ": ";
      throw new IOException(agent + message.argument(0));
    }
    return message;
  }

  /** Hangs up on everyone; whoever has not been told to stop undoes what it began. */
  @Override
  public void close() {
    lines.values().forEach(Line::close);
  }
}
