package dev.synfin.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When an agent that serves once ends: no container of a lab may stay behind. */
@Timeout(30)
class AgentServerTest {
  @TempDir private Path folder;
  private boolean attended;

  private final Agent agent =
      new Agent() {
        @Override
        public String name() {
          return "client-tap";
        }

        @Override
        public void attend(Line line) throws IOException {
          attended = true;
          assertThat(line.receive()).isNull();
        }
      };

  @Test
  void itEndsWithItsFirstConductor() throws Exception {
    Thread conductor = Thread.ofVirtual().start(this::comeAndGo);

    new AgentServer(agent, folder).serve(true);
    conductor.join();

    assertThat(attended).isTrue();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void itEndsWhenTheLabIsOverBeforeAConductorCame() throws IOException {
    Files.createFile(Meeting.over(folder));

    new AgentServer(agent, folder).serve(true);

    assertThat(attended).isFalse();
    assertThat(Meeting.ready(folder, "client-tap")).doesNotExist();
  }

  @Test
  void whatItPreparedMayFailWhenTheLabIsOver() throws IOException {
    Files.createFile(Meeting.over(folder));

    Agents.tap(Vantage.CLIENT, "no-such-interface", folder, true);

    assertThat(Meeting.ready(folder, "client-tap")).doesNotExist();
  }

  private void comeAndGo() {
    try {
      while (!Files.exists(Meeting.ready(folder, "client-tap"))) {
        Thread.onSpinWait();
      }
      SocketChannel.open(UnixDomainSocketAddress.of(Meeting.socket(folder, "client-tap"))).close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
