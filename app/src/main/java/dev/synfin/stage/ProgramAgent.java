package dev.synfin.stage;

import dev.synfin.scenario.CallEvents;
import dev.synfin.scenario.Place;
import dev.synfin.scenario.ProgramResult;
import dev.synfin.scenario.ProgramRunner;
import dev.synfin.scenario.Scenario;
import dev.synfin.scenario.Scenarios;
import dev.synfin.scenario.Signals;
import dev.synfin.socket.Family;
import dev.synfin.stage.Message.Verb;
import dev.synfin.timeline.CallLinesWriter;
import dev.synfin.track.Side;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Runs one side's program, and keeps a log of its socket calls. */
final class ProgramAgent implements Agent {
  private final Side side;
  private final Peers peers;
  private final Path folder;

  /** Finds the addresses when a run begins: a peer's name may not be known before. */
  interface Peers {
    /** Where a server binds; {@code six} for IPv6. */
    InetAddress own(boolean six) throws IOException;

    /** Where a client connects to. */
    InetAddress peer(boolean six) throws IOException;
  }

  ProgramAgent(Side side, Peers peers, Path folder) {
    this.side = side;
    this.peers = peers;
    this.folder = folder;
  }

  static String name(Side side) {
    return side.name().toLowerCase(Locale.ROOT) + "-program";
  }

  @Override
  public String name() {
    return name(side);
  }

  @Override
  public void attend(Line line) throws IOException {
    Scenario scenario = null;
    Thread program = null;
    KernelSampler sampler = null;
    Mailbox signals = null;
    try {
      for (var m = line.receive(); m != null; m = line.receive()) {
        switch (m.verb()) {
          case PREPARE -> {
            scenario = prepare(m);
            sampler = sampler(scenario);
            signals = new Mailbox(line, watching(sampler));
            line.send(Message.of(Verb.READY));
          }
          case RUN -> {
            var asked = Objects.requireNonNull(sampler);
            program =
                start(
                    Objects.requireNonNull(scenario), Objects.requireNonNull(signals), line, asked);
          }
          case SIGNAL -> {
            Objects.requireNonNull(sampler).sample(); // before whoever awaits it acts
            Objects.requireNonNull(signals).arrives(m.argument(0));
          }
          case DRAIN -> {
            String left = drain(scenario);
            Objects.requireNonNull(sampler).close();
            line.send(Message.of(Verb.DRAINED, both(left, sampler.remark())));
          }
          case READY, ENDED, DRAINED, STOP, STOPPED, FAILED -> {
            // what only agents say, or what other agents are told
          }
        }
      }
    } catch (IOException e) {
      line.send(Message.of(Verb.FAILED, Objects.requireNonNullElse(e.getMessage(), e.toString())));
    } finally {
      if (program != null) {
        program.interrupt(); // the conductor has gone: nobody waits for this program
      }
      if (sampler != null) {
        end(sampler);
      }
    }
  }

  static Scenario prepare(Message message) throws IOException {
    String variant = message.argument(2);
    return Scenarios.readChecked(
            new Scenarios.Source(message.argument(0), message.argument(1)),
            variant.isEmpty() ? null : variant)
        .withPort(Integer.parseInt(message.argument(3)));
  }

  private static String drain(@Nullable Scenario scenario) throws IOException {
    Scenario ended = Objects.requireNonNull(scenario);
    return ended.staysOpen() ? "" : Drain.wait(ended.port());
  }

  /** What fails now, a conductor was told or does not want to know: the next one is served. */
  private static void end(KernelSampler sampler) {
    try {
      sampler.close();
    } catch (IOException e) {
      // this run has ended
    }
  }

  private static String both(String left, String remark) {
    return left + (left.isEmpty() || remark.isEmpty() ? "" : "; ") + remark;
  }

  private KernelSampler sampler(Scenario scenario) throws IOException {
    return new KernelSampler(
        side, scenario.port(), scenario.sampleInterval(), Meeting.kernel(folder, name()));
  }

  /** What a program signals itself is a moment worth a look, too: before anyone acts on it. */
  private static Mailbox.Watch watching(KernelSampler sampler) {
    return name -> {
      if (name.equals(Signals.LISTENING)) {
        sampler.sampleListener();
      } else {
        sampler.sample();
      }
    };
  }

  private Thread start(Scenario scenario, Mailbox signals, Line line, KernelSampler sampler) {
    return Thread.ofPlatform()
        .name(name())
        .daemon()
        .start(() -> run(scenario, signals, line, sampler));
  }

  private void run(Scenario scenario, Mailbox signals, Line line, KernelSampler sampler) {
    ProgramReport report;
    boolean six = scenario.family() == Family.INET6;
    try (var calls = new CallLinesWriter(Files.newOutputStream(Meeting.calls(folder, name())))) {
      ProgramResult result =
          new ProgramRunner(
                  scenario,
                  side,
                  new Place(peers.own(six), peers.peer(six), folder),
                  signals,
                  call -> calls.write(CallEvents.of(side, call)))
              .run();
      sampler.sample(); // what a program leaves to its kernel may not last until the next sample
      report = new ProgramReport(result.ok(), Objects.requireNonNullElse(result.problem(), ""));
    } catch (IOException | RuntimeException e) { // a mistake of synfin itself is told, too
      report = new ProgramReport(false, Objects.requireNonNullElse(e.getMessage(), e.toString()));
    }
    try {
      line.send(new Message(Verb.ENDED, report.asArguments()));
    } catch (IOException e) {
      // the conductor has gone: nobody wants to know
    }
  }
}
