package dev.synfin.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the documentation shows is what is run. */
class ReadmeTest {
  @Test
  void theExampleIsTheOneThatTheSeparateProjectRuns() throws IOException {
    String example =
        Files.readString(
            Path.of("src/it/checkout/src/test/java/com/example/shop/CheckoutOnTheWireTest.java"));

    assertThat(Files.readString(Path.of("README.md"))).contains("```java\n" + example + "```");
  }

  @Test
  void theOtherTestIsRunThereToo() throws IOException {
    String type =
        Files.readString(
            Path.of("src/it/checkout/src/test/java/com/example/shop/GracefulCheckoutTest.java"));
    String test = type.substring(type.indexOf("  @Test void"), type.lastIndexOf('}'));

    assertThat(Files.readString(Path.of("README.md"))).contains("```java\n" + test + "```");
  }

  @Test
  void theExampleOfALabIsOneThatIsRun() throws IOException {
    String example = Files.readString(Path.of("src/test/java/com/example/shop/HandshakeIT.java"));

    assertThat(Files.readString(Path.of("README.md"))).contains("```java\n" + example + "```");
  }
}
