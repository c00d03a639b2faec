package dev.synfin.lab;

import com.github.dockerjava.api.exception.NotFoundException;
import org.testcontainers.utility.DockerImageName;

/**
 * The image of the lab's containers: {@code synfin/lab:latest}, or what the system property {@code
 * synfin.image} names. It is never pulled.
 */
final class LabImage {
  private LabImage() {}

  /**
   * The image's name, once it is sure that it is there.
   *
   * @throws IllegalStateException without a Docker engine, without the image, or without
   *     Testcontainers' own where it is wanted, saying what to do
   */
  static DockerImageName present() {
    String name = System.getProperty("synfin.image", "synfin/lab:latest");
    try {
      Engine.client().inspectImageCmd(name).exec();
    } catch (NotFoundException e) {
      throw new IllegalStateException(
          "The image " + name + " is not there: build it with docker/lab image.", e);
    }
    return DockerImageName.parse(name);
  }
}
