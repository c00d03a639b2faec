package dev.synfin.scenario;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a program does: a socket call named as the socket API names it, or a wait.
 *
 * <p>Each knows its line in the scenario file, and those that can fail the error that is expected
 * of them, or null.
 */
public sealed interface Step {

  /** The line in the scenario file, from 1. */
  int line();

  /** {@code socket}, {@code setsockopt} SO_REUSEADDR, {@code bind} and {@code listen}. */
  record Listen(int line, int backlog, boolean reuseAddress, @Nullable String error)
      implements Step {}

  /** {@code accept}: the accepted connection is the one that later steps use. */
  record Accept(int line, @Nullable String error) implements Step {}

  /** {@code socket} and {@code connect}. */
  record Connect(int line, @Nullable String error) implements Step {}

  /** One {@code send}, which may take less than it is given. */
  record Send(int line, Payload payload, @Nullable String error) implements Step {}

  /** {@code send} until everything is taken. */
  record SendAll(int line, Payload payload, @Nullable String error) implements Step {}

  /**
   * {@code recv}: once, or, where {@code expect} says what must come, until so many octets have.
   */
  record Recv(int line, int size, @Nullable String expect, @Nullable String error)
      implements Step {}

  /** {@code recv} until the peer has closed its side. */
  record RecvUntilEof(int line, @Nullable String expect, @Nullable String error) implements Step {}

  /** Answers every piece with itself and the suffix, until the peer has closed its side. */
  record EchoUntilEof(int line, String suffix) implements Step {}

  /** {@code setsockopt}: an option's C name, such as {@code TCP_NODELAY}. */
  record SetOption(int line, String option, int value) implements Step {}

  /** {@code setsockopt} SO_LINGER, in seconds: with 0 a {@code close} sends a RST. */
  record SetLinger(int line, int seconds) implements Step {}

  /** {@code settimeout}: how long a later call may block. */
  record SetTimeout(int line, Duration timeout) implements Step {}

  /** {@code shutdown} of one direction or both. */
  record Shutdown(int line, Direction direction, @Nullable String error) implements Step {}

  /** {@code close} of the connection, or of the listening socket. */
  record Close(int line, boolean listener) implements Step {}

  /** Does nothing for a while. */
  record Sleep(int line, Duration duration) implements Step {}

  /** Lets whoever awaits this name go on. */
  record Signal(int line, String name) implements Step {}

  /** Waits until someone has signalled this name. */
  record Await(int line, String name) implements Step {}

  /** What to shut down. */
  enum Direction {
    READ,
    WRITE,
    BOTH
  }

  /** What to send: a text, or so many octets of a pattern. */
  record Payload(@Nullable String text, int size) {
    /** The octets. */
    byte[] octets() {
      if (text != null) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
      }
      var octets = new byte[size];
      for (int i = 0; i < size; i++) {
        octets[i] = (byte) ('a' + i % 26);
      }
      return octets;
    }
  }
}
