package dev.synfin.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a program is told that may not capture, or cannot: each test runs one of its own. */
@Timeout(60)
class Pcap4jInterfaceIT {

  /** Opens {@code lo} and prints what it is told. */
  static final class Opens {
    private Opens() {}

    public static void main(String[] arguments) throws IOException {
      try {
        Pcap4jInterface.open(CaptureOptions.of("lo", null)).close();
        System.out.print("opened");
      } catch (IOException e) {
        System.out.print(e.getMessage());
      }
    }
  }

  private static String toldTo(List<String> before, List<String> options) throws IOException {
    var command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Opens.class.getName()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (InputStream said = process.getInputStream()) {
      return new String(said.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void theRightToCaptureIsAllThatIsNeeded() throws IOException {
    assertThat(toldTo(List.of(), List.of())).isEqualTo("opened");
  }

  @Test
  void withoutTheRightToCaptureTheSentenceNamesIt() throws IOException {
    var without = List.of("setpriv", "--bounding-set", "-net_raw", "--inh-caps", "-net_raw");

    assertThat(toldTo(without, List.of()))
        .isEqualTo(
            "No right to capture on lo: run as root or give the program CAP_NET_RAW (sudo,"
                + " docker run --cap-add NET_RAW), or use the lab's tap (docker/lab up).");
  }

  @Test
  void withoutLibpcapTheSentenceTellsHowToInstallIt() throws IOException {
    assertThat(toldTo(List.of(), List.of("-Dorg.pcap4j.core.pcapLibName=/nowhere/libpcap.so")))
        .startsWith("libpcap cannot be loaded (")
        .contains("/nowhere/libpcap.so")
        .endsWith("): install it (Debian: apt-get install libpcap0.8), or use the lab's image.")
        .doesNotContain("\n");
  }
}
