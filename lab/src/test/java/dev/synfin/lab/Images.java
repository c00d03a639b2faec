package dev.synfin.lab;

import org.testcontainers.utility.DockerImageName;

/** Images that others wrote, by the properties that name them; the official ones without. */
final class Images {
  static final DockerImageName REDIS = named("redis.image", "redis:8");
  static final DockerImageName NGINX = named("nginx.image", "nginx:1.29");
  static final DockerImageName POSTGRES = named("postgres.image", "postgres:17");

  /** There is no official one: docker/lab test builds it. */
  static final DockerImageName BROWSER = named("browser.image", "synfin/test-browser:latest");

  private Images() {}

  private static DockerImageName named(String property, String official) {
    return DockerImageName.parse(System.getProperty(property, official));
  }
}
