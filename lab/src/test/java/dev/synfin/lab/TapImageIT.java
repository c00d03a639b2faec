package dev.synfin.lab;

import static dev.synfin.lab.WireAssertions.assertThat;

import com.github.dockerjava.api.exception.NotFoundException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.containers.GenericContainer;

/** The image of taps, made of nothing but what the library carries. */
@Timeout(400)
class TapImageIT {
  private static final String NAME = "synfin/tap:built-by-test";

  /** As a run leaves it that is killed. */
  @BeforeAll
  static void leaveIt() {
    Engine.client()
        .tagImageCmd(Images.REDIS.asCanonicalNameString(), "synfin/tap", "built-by-test")
        .exec();
  }

  /** Also what a run left that was killed: with it, nothing would be built. */
  @BeforeEach
  @AfterEach
  void removeIt() {
    try {
      Engine.client().removeImageCmd(NAME).withForce(true).exec();
    } catch (NotFoundException e) {
      // there is none
    }
  }

  @Test
  void isBuiltWhereItIsMissingAndSaysSo() {
    var told = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
    System.setProperty("synfin.tap", NAME);
    try (var target = new GenericContainer<>(Images.REDIS).withExposedPorts(6379);
        var tap = WireTap.on(target).port(6379)) {
      tap.start();

      assertThat(tap).isComplete();
      assertThat(told.toString(StandardCharsets.UTF_8))
          .contains("synfin: Building the image " + NAME + ", once");
    } finally {
      System.clearProperty("synfin.tap");
      System.setErr(before);
    }
  }
}
