package dev.synfin.lab;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The image of taps: {@code synfin/tap:VERSION}, or what the system property {@code synfin.tap}
 * names. It is built where it is missing, of what this library carries and of Debian's packages,
 * unless {@code -Dsynfin.build=never} forbids it.
 */
final class TapImage {
  private static final Logger LOG = LoggerFactory.getLogger(TapImage.class);
  private static final List<String> CONTEXT =
      List.of("Dockerfile", "entrypoint", "synfin", "synfin.jar");
  private static final List<String> BASES = List.of("debian:trixie-slim", "synfin/base:trixie");

  private TapImage() {}

  /**
   * The image's name, once it is there.
   *
   * @throws IllegalStateException if it is missing and cannot or must not be built
   */
  static String present(DockerClient client) {
    String name = System.getProperty("synfin.tap", "synfin/tap:" + version());
    synchronized (TapImage.class) {
      if (!isHere(client, name)) {
        build(client, name);
      }
    }
    return name;
  }

  /** Of this library. */
  static String version() {
    return text("version").strip();
  }

  private static boolean isHere(DockerClient client, String name) {
    try {
      client.inspectImageCmd(name).exec();
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }

  private static void build(DockerClient client, String name) {
    if ("never".equals(System.getProperty("synfin.build"))) {
      throw new IllegalStateException(
          "The image "
              + name
              + " is not there, and synfin.build=never forbids to build it here: build it with"
              + " docker/lab image in synfin's repository, or name another with -Dsynfin.tap=….");
    }
    String base =
        BASES.stream().filter(b -> isHere(client, b)).findFirst().orElse(BASES.getFirst());
    announce(
        "Building the image %s, once, in about a minute: %s, and openjdk-25-jre-headless,"
                .formatted(
                    name,
                    isHere(client, base) ? "from " + base + ", which is here" : "it pulls " + base)
            + " libpcap0.8t64 and util-linux from Debian's mirror.");
    try {
      Path context = context();
      try {
        client
            .buildImageCmd(context.toFile())
            .withBuildArg("BASE", base)
            .withTags(Set.of(name))
            .exec(new BuildImageResultCallback())
            .awaitImageId();
      } finally {
        remove(context);
      }
    } catch (IOException | DockerException | DockerClientException e) {
      throw new IllegalStateException(
          "The image "
              + name
              + " is not there and could not be built ("
              + e.getMessage()
              + "): build it with docker/lab image in synfin's repository, or name another with"
              + " -Dsynfin.tap=….",
          e);
    }
  }

  /** Also where nothing shows a log: what is fetched is never a surprise. */
  private static void announce(String line) {
    LOG.info(line);
    System.err.println("synfin: " + line);
  }

  private static Path context() throws IOException {
    Path context = Files.createTempDirectory("synfin-tap");
    for (String name : CONTEXT) {
      try (InputStream in = resource(name)) {
        Files.copy(in, context.resolve(name));
      }
    }
    return context;
  }

  private static void remove(Path context) throws IOException {
    for (String name : CONTEXT) {
      Files.deleteIfExists(context.resolve(name));
    }
    Files.deleteIfExists(context);
  }

  private static String text(String name) {
    try (InputStream in = resource(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(
        TapImage.class.getResourceAsStream("tap/" + name), "this library lacks tap/" + name);
  }
}
