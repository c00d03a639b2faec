package dev.synfin.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.stage.Message.Verb;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineTest {
  @TempDir private Path folder;

  private LocalLine.Ends ends(String kind) throws IOException {
    if (kind.equals("local")) {
      return LocalLine.connected();
    }
    var address = UnixDomainSocketAddress.of(folder.resolve("a.sock"));
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(address);
      var one = new UnixLine(SocketChannel.open(address));
      return new LocalLine.Ends(one, new UnixLine(server.accept()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "unix"})
  void carriesMessagesInOrderWithAnyText(String kind) throws IOException {
    var ends = ends(kind);
    var first = Message.of(Verb.SIGNAL, "ärger\n\0", "");
    var second = Message.of(Verb.READY);

    ends.one().send(first);
    ends.one().send(second);

    assertThat(ends.other().receive()).isEqualTo(first);
    assertThat(ends.other().receive()).isEqualTo(second);
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "unix"})
  void tellsTheOtherEndOfAHangUp(String kind) throws IOException {
    var ends = ends(kind);

    ends.one().close();

    assertThat(ends.other().receive()).isNull();
    assertThat(ends.other().receive()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "unix"})
  void letsOneThreadSendWhileAnotherWaits(String kind) throws Exception {
    var ends = ends(kind);
    var waiting = CompletableFuture.supplyAsync(() -> receive(ends.one()));

    ends.one().send(Message.of(Verb.RUN));
    assertThat(ends.other().receive()).isEqualTo(Message.of(Verb.RUN));
    ends.other().send(Message.of(Verb.READY));

    assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(Message.of(Verb.READY));
  }

  private static Message receive(Line line) {
    try {
      return Objects.requireNonNull(line.receive());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
