package dev.synfin.scenario;

import dev.synfin.socket.Family;
import dev.synfin.socket.How;
import dev.synfin.socket.Kind;
import dev.synfin.socket.Option;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that a program does: a socket call named as the socket API names it, or a wait. */
public sealed interface Step {

  /** The line in the scenario file, from 1. */
  int line();

  /** A step that uses a socket. */
  sealed interface OfASocket extends Step {
    /** Which socket, and what is expected of it. */
    Use use();

    @Override
    default int line() {
      return use().line();
    }
  }

  /**
   * What all steps of a socket have.
   *
   * @param socket the socket's name; null for the one that was opened, accepted or connected last
   * @param error the error that is expected, such as {@code ECONNREFUSED}, or null
   */
  record Use(int line, @Nullable String socket, @Nullable String error) {}

  /** {@code socket}; what is null is the scenario's own. */
  record Open(Use use, @Nullable Family family, Kind kind) implements OfASocket {}

  /** {@code bind}: on a server to the scenario's port, on a client to any, unless it says. */
  record Bind(Use use, @Nullable Integer port) implements OfASocket {}

  /**
   * {@code socket}, {@code setsockopt} SO_REUSEADDR and {@code bind} where needed; {@code listen}.
   */
  record Listen(Use use, int backlog, boolean reuseAddress) implements OfASocket {}

  /** {@code accept}: the accepted connection is the one that later steps use. */
  record Accept(Use use, @Nullable String as) implements OfASocket {}

  /** {@code socket} where needed, and {@code connect}. */
  record Connect(Use use) implements OfASocket {}

  /** {@code connect_ex}: gives the error's number. */
  record ConnectEx(Use use, @Nullable String expect) implements OfASocket {}

  /** One {@code send}, which may take less than it is given. */
  record Send(Use use, Payload payload, @Nullable String expect) implements OfASocket {}

  /** {@code send} until everything is taken. */
  record SendAll(Use use, Payload payload) implements OfASocket {}

  /** {@code sendto}: a client sends to its peer, a server to whoever sent to it last. */
  record SendTo(Use use, Payload payload) implements OfASocket {}

  /**
   * {@code recv}: once, or, where {@code expect} says what must come, until so many octets have.
   */
  record Recv(Use use, int size, @Nullable Payload expect) implements OfASocket {}

  /** {@code recvfrom}: one datagram. */
  record RecvFrom(Use use, int size, @Nullable Payload expect) implements OfASocket {}

  /** {@code recv} until the peer has closed its side. */
  record RecvUntilEof(Use use, int size, @Nullable Payload expect) implements OfASocket {}

  /** Answers every piece with itself and the suffix, until the peer has closed its side. */
  record EchoUntilEof(Use use, String suffix) implements OfASocket {}

  /** {@code getsockname} or {@code getpeername}. */
  record GetName(Use use, boolean ofPeer, @Nullable String expect) implements OfASocket {}

  /** {@code getsockopt}. */
  record GetOption(Use use, Option option, @Nullable String expect) implements OfASocket {}

  /** {@code setsockopt}; SO_LINGER in seconds, with 0 a {@code close} sends a RST. */
  record SetOption(Use use, Option option, int value) implements OfASocket {}

  /** {@code setblocking}. */
  record SetBlocking(Use use, boolean blocking) implements OfASocket {}

  /** {@code settimeout}: how long a later call may block; null for ever. */
  record SetTimeout(Use use, @Nullable Duration timeout) implements OfASocket {}

  /** {@code gettimeout}. */
  record GetTimeout(Use use, @Nullable String expect) implements OfASocket {}

  /** {@code fileno}: the descriptor's number. */
  record FileNo(Use use, @Nullable String expect) implements OfASocket {}

  /** {@code makefile}: later {@code readline} steps read from it. */
  record MakeFile(Use use) implements OfASocket {}

  /** Reads one line from the file that {@code makefile} made; {@code expect} without its end. */
  record ReadLine(Use use, @Nullable String expect) implements OfASocket {}

  /** {@code poll}: waits until the socket can be written, or read. */
  record Poll(Use use, boolean writable) implements OfASocket {}

  /** {@code shutdown} of one direction or both. */
  record Shutdown(Use use, How how) implements OfASocket {}

  /** {@code close}. */
  record Close(Use use) implements OfASocket {}

  /**
   * What has the sockets open is killed: the kernel closes them; the steps after are a new one's.
   */
  record Killed(int line) implements Step {}

  /** Does nothing for a while. */
  record Sleep(int line, Duration duration) implements Step {}

  /** Lets whoever awaits this name go on. */
  record Signal(int line, String name) implements Step {}

  /** Waits until someone has signalled this name. */
  record Await(int line, String name) implements Step {}

  /** Steps that are taken more than once. */
  sealed interface Several extends Step {
    List<Step> steps();
  }

  /** Does the steps so many times. */
  record Repeat(int line, int times, List<Step> steps) implements Several {}

  /** So many programs at once, each with sockets of its own. */
  record Parallel(int line, int times, List<Step> steps) implements Several {}

  /** {@code accept} so many times; each connection gets a program of its own. */
  record Serve(int line, int times, List<Step> steps) implements Several {}

  /** Waits until all programs of a {@code parallel} are here. */
  record Gather(int line) implements Step {}

  /** What is sent or must come: a text, or so many octets of a pattern. */
  record Payload(@Nullable String text, int size) {
    private static final int PERIOD = 26;

    /** The octets. */
    byte[] octets() {
      if (text != null) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
      }
      var octets = new byte[size];
      for (int i = 0; i < size; i++) {
        octets[i] = (byte) ('a' + i % PERIOD);
      }
      return octets;
    }

    /** As a message names it. */
    String words() {
      return text != null ? "«" + text + "»" : size + " octets of the pattern";
    }
  }
}
