package dev.synfin.lab;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.PullResponseItem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.ImageNameSubstitutor;
import org.testcontainers.utility.TestcontainersConfiguration;

/**
 * Testcontainers' helper, which sweeps up after a run that was killed. Where its image cannot be
 * had, Testcontainers tries for two minutes and then says little: here it fails at once.
 */
final class Ryuk {
  private static final String DISABLED = "TESTCONTAINERS_RYUK_DISABLED";

  /** Of Testcontainers 2.0.5; another version of it may want another tag, which is taken too. */
  private static final String IMAGE = "testcontainers/ryuk:0.14.0";

  private static final int PATIENCE_SECONDS = 60;

  private Ryuk() {}

  /**
   * Requires that it can be started, or is not wanted; to be asked before Testcontainers' own
   * client is, which starts it.
   *
   * @throws IllegalStateException if its image is neither here nor to be had, saying what to do
   */
  static void require() {
    if (!Boolean.parseBoolean(System.getenv(DISABLED))) {
      require(ImageNameSubstitutor.instance().apply(image()).asCanonicalNameString());
    }
  }

  private static DockerImageName image() {
    return DockerImageName.parse(
        TestcontainersConfiguration.getInstance()
            .getEnvVarOrProperty("ryuk.container.image", IMAGE));
  }

  static void require(String image) {
    try (DockerClient client = client()) {
      if (!isHere(image, client)) {
        pull(image, client);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One that starts nothing. */
  private static DockerClient client() {
    return DockerClientProviderStrategy.getClientForConfig(
        DockerClientFactory.instance().getTransportConfig());
  }

  /** With whatever tag. */
  private static boolean isHere(String image, DockerClient client) {
    String anyTag = DockerImageName.parse(image).getUnversionedPart() + ":";
    return client.listImagesCmd().exec().stream()
        .flatMap(here -> Stream.ofNullable(here.getRepoTags()).flatMap(Stream::of))
        .anyMatch(tag -> tag.startsWith(anyTag));
  }

  private static void pull(String image, DockerClient client) {
    var pulling = new ResultCallback.Adapter<PullResponseItem>();
    try {
      client.pullImageCmd(image).exec(pulling);
      if (!pulling.awaitCompletion(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw lacking(image, null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw lacking(image, e);
    } catch (RuntimeException e) {
      throw lacking(image, e);
    }
  }

  private static IllegalStateException lacking(String image, @Nullable Exception cause) {
    return new IllegalStateException(
        "The image "
            + image
            + " of Testcontainers' helper is not here and cannot be pulled: set "
            + DISABLED
            + "=true, and the lab removes what it made itself.",
        cause);
  }
}
