package dev.synfin.lab;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.StreamType;
import dev.synfin.stage.TapRecordReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The container in which a tap runs, in the network namespace of its target, with the right to
 * capture and no other. Its standard input is its lifeline: when this process ends, however it
 * ends, the tap ends, and the engine removes it.
 */
final class TapContainer implements AutoCloseable {
  private static final Capability[] RIGHTS = {
    Capability.NET_RAW, Capability.SETUID, Capability.SETGID
  };

  private final DockerClient client;
  private final String id;
  private final Requests requests = new Requests();
  private final StringBuilder errors = new StringBuilder();
  private final Listener listener;

  /** What is told of a tap's stream; on a thread of the engine's client. */
  interface Ending {
    void ended(String why, @Nullable Throwable cause);
  }

  private TapContainer(DockerClient client, String id, TapRecordReader reader, Ending ending) {
    this.client = client;
    this.id = id;
    this.listener = new Listener(reader, ending);
  }

  /**
   * Creates and starts one.
   *
   * @param network such as {@code container:ID}
   * @param command arguments of {@code synfin agent tap-stream}
   */
  static TapContainer start(
      DockerClient client,
      String image,
      String network,
      List<String> command,
      TapRecordReader reader,
      Ending ending) {
    return start(client, image, confined(network).withCapAdd(RIGHTS), command, reader, ending);
  }

  /** The same, with what a host lets it do. */
  static TapContainer start(
      DockerClient client,
      String image,
      HostConfig host,
      List<String> command,
      TapRecordReader reader,
      Ending ending) {
    String id =
        client
            .createContainerCmd(image)
            .withLabels(Owner.labels())
            .withUser("0:0")
            .withEntrypoint("entrypoint")
            .withCmd(command)
            .withStdinOpen(true)
            .withStdInOnce(true)
            .withAttachStdin(true)
            .withAttachStdout(true)
            .withAttachStderr(true)
            .withHostConfig(host)
            .exec()
            .getId();
    var tap = new TapContainer(client, id, reader, ending);
    try {
      tap.attachAndStart();
      return tap;
    } catch (RuntimeException e) {
      tap.close();
      throw e;
    }
  }

  /** Without any right. */
  static HostConfig confined(String network) {
    return HostConfig.newHostConfig()
        .withNetworkMode(network)
        .withAutoRemove(true)
        .withCapDrop(Capability.ALL)
        .withSecurityOpts(List.of("no-new-privileges:true"))
        .withReadonlyRootfs(true)
        .withTmpFs(Map.of("/tmp", "size=16m"))
        .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE, null));
  }

  private void attachAndStart() {
    try {
      client
          .attachContainerCmd(id)
          .withStdIn(requests)
          .withStdOut(true)
          .withStdErr(true)
          .withFollowStream(true)
          .exec(listener)
          .awaitStarted();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a tap was started.", e);
    }
    client.startContainerCmd(id).exec();
  }

  /** Asks the tap for a proof. */
  void prove(long request) {
    requests.put("prove " + request);
  }

  /** Ends the tap and removes its container; returns when it is gone. */
  @Override
  public void close() {
    listener.closed = true;
    try {
      Owner.remove(client, id);
      listener.close();
    } catch (RuntimeException | IOException e) {
      // the engine is gone, or its stream is torn: nothing more comes of it, as was wanted
    } finally {
      requests.close();
    }
  }

  private final class Listener extends ResultCallback.Adapter<Frame> {
    private final TapRecordReader reader;
    private final Ending ending;
    volatile boolean closed;

    Listener(TapRecordReader reader, Ending ending) {
      this.reader = reader;
      this.ending = ending;
    }

    @Override
    public void onNext(Frame frame) {
      if (frame.getStreamType() == StreamType.STDERR) {
        errors.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
        return;
      }
      try {
        reader.accept(frame.getPayload());
      } catch (IOException | RuntimeException | LinkageError e) {
        onError(e); // whoever waits for the tap is told at once
      }
    }

    @Override
    public void onError(Throwable error) {
      super.onError(error);
      end(error.toString(), error);
    }

    @Override
    public void onComplete() {
      super.onComplete();
      end(null, null);
    }

    /** What the tap's entry point says of a missing right is no sentence for a user. */
    private static String sentence(String said) {
      return said.startsWith("setpriv:")
          ? "No right to capture: the engine gave the tap's container no NET_RAW, SETUID or SETGID ("
              + said
              + "): run the tests with an engine that may give them."
          : said;
    }

    private void end(@Nullable String why, @Nullable Throwable cause) {
      if (!closed) {
        String said = errors.isEmpty() ? why : errors.toString().strip();
        ending.ended(said == null ? "the tap's container ended" : sentence(said), cause);
      }
    }
  }
}
