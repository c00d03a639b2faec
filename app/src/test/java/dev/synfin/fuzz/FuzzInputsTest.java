package dev.synfin.fuzz;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What fuzzing begins with, and what it ever found, in every build. */
class FuzzInputsTest {
  private static final Map<String, Consumer<byte[]>> TARGETS =
      Map.of(
          "DecoderFuzz", DecoderFuzz::fuzzerTestOneInput,
          "OptionsFuzz", OptionsFuzz::fuzzerTestOneInput,
          "CaptureFileFuzz", CaptureFileFuzz::fuzzerTestOneInput,
          "TrackerFuzz", TrackerFuzz::fuzzerTestOneInput);

  private static List<Path> inputs(String target) throws IOException, URISyntaxException {
    var folder = Objects.requireNonNull(FuzzInputsTest.class.getResource(target), target);
    try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
      return files.sorted().toList();
    }
  }

  @TestFactory
  Stream<DynamicTest> everyInputIsTakenInTime() throws IOException, URISyntaxException {
    var tests = Stream.<DynamicTest>builder();
    for (String target : TARGETS.keySet()) {
      for (Path input : inputs(target)) {
        byte[] octets = Files.readAllBytes(input);
        tests.add(dynamicTest(target + " " + input.getFileName(), () -> take(target, octets)));
      }
    }
    return tests.build();
  }

  @Test
  void soIsWhatAFewRandomChangesMakeOfThem() throws IOException, URISyntaxException {
    var random = new Random(9293);
    for (String target : TARGETS.keySet()) {
      for (Path input : inputs(target)) {
        byte[] octets = Files.readAllBytes(input);
        for (int i = 0; i < 200; i++) {
          take(target, changed(octets, random));
        }
      }
    }
  }

  private static byte[] changed(byte[] octets, Random random) {
    byte[] changed = octets.clone();
    for (int i = 0; changed.length > 0 && i < 1 + random.nextInt(4); i++) {
      changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
    }
    return changed;
  }

  private static void take(String target, byte[] octets) {
    Consumer<byte[]> taker = Objects.requireNonNull(TARGETS.get(target), target);
    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> taker.accept(octets));
  }
}
