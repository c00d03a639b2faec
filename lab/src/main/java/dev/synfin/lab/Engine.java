package dev.synfin.lab;

import com.github.dockerjava.api.DockerClient;
import java.util.function.BooleanSupplier;
import org.testcontainers.DockerClientFactory;

/** The Docker engine, as Testcontainers finds it. */
final class Engine {
  private static boolean swept;

  private Engine() {}

  /**
   * A client of the engine; what killed runs of this machine left there has been removed.
   *
   * @throws IllegalStateException without an engine, or without Testcontainers' helper where it is
   *     wanted, saying what to do
   */
  static synchronized DockerClient client() {
    require(Engine::anEngineAnswers);
    Ryuk.require();
    DockerClient client = DockerClientFactory.instance().client();
    if (!swept) {
      swept = true;
      Owner.sweep(client);
    }
    return client;
  }

  static void require(BooleanSupplier anEngine) {
    if (!anEngine.getAsBoolean()) {
      throw new IllegalStateException(
          "No Docker engine answers: start one (docker/lab engine does, or see"
              + " https://docs.docker.com/engine/install/), or leave these tests out (in synfin"
              + " itself with -DskipScenarios).");
    }
  }

  /** Asks for no more than where it is: a client of Testcontainers' starts its helper at once. */
  private static boolean anEngineAnswers() {
    try {
      DockerClientFactory.instance().getTransportConfig();
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }
}
