package dev.synfin.lab;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.containers.GenericContainer;

/**
 * Measures what a tap costs a test class: {@code -Dit.test=TapTimes}. It asserts nothing; it prints
 * medians. It ends after so many, or after a while, however busy the machine is.
 */
@Timeout(180)
class TapTimes {
  private static final int STARTS = 11;
  private static final int QUESTIONS = 51;
  private static final Duration ENOUGH = Duration.ofSeconds(40);

  @Test
  void startsAndQuestions() throws IOException {
    try (var redis = new GenericContainer<>(Images.REDIS).withExposedPorts(6379)) {
      redis.start();
      var starts = new double[STARTS];
      long end = System.nanoTime() + ENOUGH.toNanos();
      int done = 0;
      while (done < STARTS && System.nanoTime() < end) {
        try (var tap = WireTap.on(redis).port(6379)) {
          long before = System.nanoTime();
          tap.start();
          starts[done++] = (System.nanoTime() - before) / 1e6;
        }
      }
      System.out.println(told("starting a tap", Arrays.copyOf(starts, done)));
      try (var tap = WireTap.on(redis).port(6379)) {
        tap.start();
        System.out.println(told("timeline() after the last packet", questions(tap)));
      }
    }
  }

  private static double[] questions(WireTap tap) throws IOException {
    var times = new double[QUESTIONS];
    long end = System.nanoTime() + ENOUGH.toNanos();
    int done = 0;
    while (done < QUESTIONS && System.nanoTime() < end) {
      try (var client = new Socket(tap.address().getAddress(), 6379)) {
        client.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
        client.getInputStream().readNBytes(7);
      }
      long before = System.nanoTime();
      tap.timeline();
      times[done++] = (System.nanoTime() - before) / 1e6;
    }
    return Arrays.copyOf(times, done);
  }

  private static String told(String what, double[] times) {
    Arrays.sort(times);
    return String.format(
        Locale.ROOT,
        "%s: median %.0f ms, from %.0f to %.0f ms, %d times",
        what,
        times[times.length / 2],
        times[0],
        times[times.length - 1],
        times.length);
  }
}
