package dev.synfin.diagnose;

import dev.synfin.timeline.CallEvent;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Endpoint;
import dev.synfin.timeline.Finding;
import dev.synfin.timeline.Finding.Severity;
import dev.synfin.timeline.KernelSample;
import dev.synfin.track.Handshake;
import dev.synfin.track.Side;
import dev.synfin.track.TcpState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Handshakes that stay half open at one server: its SYN+ACKs are not answered, or its SYN backlog
 * is so full that it answers no SYN, or only with cookies.
 */
final class SynBacklogPressure implements Watcher {
  private static final int MANY = 16;
  private static final int UNANSWERED = 100;
  private static final int MOST_SOURCES = 1000;

  private static final Draft KIND =
      new Draft(
          "syn-backlog-pressure",
          Severity.WARNING,
          "SYN backlog under pressure, possibly a SYN flood",
          "Watch SYN_RECV, SyncookiesSent and TCPReqQFullDrop in synfin sockets --watch. From one"
              + " source: is its way back broken, or is it a scanner? From many that never answer:"
              + " net.ipv4.tcp_syncookies=1 keeps a flood from shutting others out; a larger"
              + " listen() backlog and net.ipv4.tcp_max_syn_backlog help against bursts.",
          "RFC 4987; net/ipv4/tcp_input.c, tcp_conn_request");

  private final Map<Endpoint, Listener> listeners = new LinkedHashMap<>();

  @Override
  public void accept(Connection c) {
    var handshake = c.handshake();
    if (handshake == null) {
      return;
    }
    var listener = listener(c.server());
    if (listener != null) {
      listener.accept(c, handshake);
    }
  }

  /** A connection whose handshake was finished. */
  void addAnswered(Endpoint server) {
    var listener = listener(server);
    if (listener != null) {
      listener.all++;
    }
  }

  private @Nullable Listener listener(Endpoint server) {
    var listener = listeners.get(server);
    if (listener == null && listeners.size() < MOST) {
      listener = new Listener();
      listeners.put(server, listener);
    }
    return listener;
  }

  @Override
  public List<Finding> conclude(List<KernelSample> kernel, List<CallEvent> calls) {
    String told = kernel(kernel);
    var findings = new ArrayList<Finding>();
    listeners.forEach((server, listener) -> {
      if (listener.isPressed()) {
        findings.add(KIND.with(listener.text(server.text()) + told, listener.frames));
      }
    });
    if (findings.isEmpty() && !told.isEmpty()) {
      findings.add(KIND.with(told.strip()));
    }
    return findings;
  }

  /** What the servers' kernels say of it; empty where nothing. */
  private static String kernel(List<KernelSample> samples) {
    long half = 0;
    Side side = Side.SERVER;
    boolean others = true; // the counters are of the whole namespace, the states this port's own
    var counted = new LinkedHashMap<String, Long>();
    for (var sample : samples) {
      long now = sample.number("SYN_RECV");
      side = now > half ? sample.side() : side;
      half = Math.max(half, now);
      others &= sample.scenarioStates() != null && !isFull(sample, now);
      for (String name : List.of("SyncookiesSent", "TCPReqQFullDrop", "TCPReqQFullDoCookies")) {
        long value = sample.counters().getOrDefault(name, 0L);
        if (value > 0) {
          counted.merge(name, value, Math::max);
        }
      }
    }
    if (half < MANY && (counted.isEmpty() || others)) {
      return "";
    }
    return " "
        + Sentence.capital(side)
        + "'s kernel had "
        + half
        + " sockets in SYN_RECV at the most"
        + (counted.isEmpty()
            ? "."
            : " and counted "
                + counted.entrySet().stream()
                    .map(e -> e.getKey() + " " + e.getValue())
                    .collect(Collectors.joining(", "))
                + ".");
  }

  /** Whether as many handshakes were half open as the listener may have. */
  private static boolean isFull(KernelSample sample, long half) {
    return sample.acceptQueue().values().stream()
        .anyMatch(q -> q.backlog() != null && half >= Math.max(1, q.backlog()));
  }

  private static final class Listener {
    private final List<Long> frames = new ArrayList<>();
    private final Set<String> sources = new HashSet<>();
    private long all;
    private long halfOpen;
    private long unanswered;

    void accept(Connection c, Handshake handshake) {
      all++;
      boolean answered = handshake.frames().synAck() != null;
      boolean isHalfOpen =
          answered
              && (c.finalState().of(Side.SERVER) == TcpState.SYN_RECEIVED
                  || (handshake.kind() == Handshake.Kind.INCOMPLETE && c.teardown() == null));
      boolean isUnanswered =
          handshake.kind() == Handshake.Kind.INCOMPLETE && c.traffic().server().frames() == 0;
      halfOpen += isHalfOpen ? 1 : 0;
      unanswered += isUnanswered ? 1 : 0;
      if (isHalfOpen || isUnanswered) {
        if (sources.size() < MOST_SOURCES) {
          sources.add(c.client().address());
        }
        Long frame = answered ? handshake.frames().synAck() : handshake.frames().syn();
        if (frames.size() < Draft.MOST_EVIDENCE && frame != null) {
          frames.add(frame);
        }
      }
    }

    boolean isPressed() {
      boolean waiting = halfOpen >= MANY && 2 * (halfOpen + unanswered) >= all;
      return waiting || (unanswered >= UNANSWERED && 2 * unanswered >= all);
    }

    String text(String server) {
      return Sentence.count(halfOpen, "handshake")
          + " of "
          + all
          + " at "
          + server
          + " stayed half open: SYN+ACK sent, no answer"
          + (unanswered == 0 ? "" : "; " + Sentence.count(unanswered, "SYN") + " got no answer")
          + ". They came from "
          + (sources.size() == 1
              ? "one source, " + sources.iterator().next()
              : (sources.size() == MOST_SOURCES ? "at least " : "")
                  + Sentence.count(sources.size(), "source"))
          + ".";
    }
  }
}
