package dev.synfin.watch;

import com.sun.net.httpserver.HttpServer;
import dev.synfin.stage.Stage;
import dev.synfin.timeline.Timeline;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Serves the live page: the runs so far, scenarios to be started, connections as they happen.
 *
 * <p>Who wants in needs the token of {@link #address()}; {@link Gate} says what else is checked.
 * Each request has a virtual thread of its own, and each viewer what it was not told yet.
 */
public final class WatchServer implements AutoCloseable {
  private static final long LOOK_MS = 2_000;

  /**
   * In seconds: whoever sends half a request, as another user of the machine can, is not waited
   * for.
   */
  private static final String LONGEST_REQUEST = "5";

  /**
   * Of connections, at a time: as many as all viewers can have, and others are closed at once. Who
   * opens more than that keeps others out for the length of a request, and takes no more memory
   * than this many.
   */
  static final int MOST_CONNECTIONS = 6 * Viewers.MOST;

  /**
   * As many more may wait to be accepted: none of those who come at once waits for a SYN's timer.
   */
  private static final int BACKLOG = 2 * MOST_CONNECTIONS;

  static {
    // the JDK's server reads them once, before its first instance
    System.setProperty("sun.net.httpserver.maxReqTime", LONGEST_REQUEST);
    System.setProperty("jdk.httpserver.maxConnections", Integer.toString(MOST_CONNECTIONS));
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Viewers viewers = new Viewers();
  private final Runs runs;
  private final TimelinesFolder folder;
  private final Token token = Token.random();
  private final Thread looking;

  /**
   * Begins to serve.
   *
   * @param bind where to listen; browsers reach it on this port of 127.0.0.1
   * @param timelines the folder of all runs
   * @param stages where a scenario that is started runs
   * @param ladder draws a timeline, for the run's file {@code ladder.txt}
   * @throws IOException if the port is taken
   */
  public WatchServer(
      InetSocketAddress bind,
      Path timelines,
      Supplier<Stage> stages,
      Function<Timeline, String> ladder)
      throws IOException {
    try {
      server = HttpServer.create(bind, BACKLOG);
    } catch (BindException e) {
      throw new IOException(
          "Port "
              + bind.getPort()
              + " of "
              + bind.getAddress().getHostAddress()
              + " cannot be had ("
              + e.getMessage()
              + "): end what listens there, or choose another with --port.",
          e);
    }
    folder = new TimelinesFolder(timelines);
    runs = new Runs(stages, timelines, ladder, viewers);
    server.setExecutor(threads);
    var page = server.createContext("/", new Routes(folder, runs, viewers));
    page.getFilters().add(new Gate(token, server.getAddress().getPort()));
    server.start();
    looking = Thread.ofVirtual().name("looks at timelines").start(this::look);
  }

  /** Where to open the page: with the token, which lets in. */
  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/?token=" + token.text();
  }

  /** Other runs of the lab leave their timelines in the same folder. */
  private void look() {
    List<?> before = List.of();
    try {
      while (true) {
        List<?> now = folder.list();
        if (!now.equals(before)) {
          viewers.tell("timelines", now);
          before = now;
        }
        Thread.sleep(LOOK_MS);
      }
    } catch (IOException e) {
      // the folder has gone, and with it what could be shown
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the run that goes on, and every connection. */
  @Override
  public void close() {
    runs.close();
    looking.interrupt();
    viewers.close();
    server.stop(0);
    threads.shutdownNow();
  }
}
