package com.example.shop;

import org.testcontainers.utility.DockerImageName;

final class Images {
  static final DockerImageName REDIS =
      DockerImageName.parse(System.getProperty("redis.image", "redis:8"));

  private Images() {}
}
