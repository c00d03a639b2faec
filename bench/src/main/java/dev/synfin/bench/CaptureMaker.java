package dev.synfin.bench;

import static dev.synfin.bench.TcpFrame.ACK;
import static dev.synfin.bench.TcpFrame.FIN;
import static dev.synfin.bench.TcpFrame.PSH;
import static dev.synfin.bench.TcpFrame.SYN;

import dev.synfin.capture.CaptureFileWriter;
import dev.synfin.capture.FrameSink;
import java.io.IOException;
import java.nio.file.Path;

/** Makes capture files that are the same wherever and whenever they are made. */
final class CaptureMaker {
  private static final long START = 1_800_000_000_000_000_000L;
  private static final int LINKTYPE_ETHERNET = 1;
  private static final int SNAPLEN = 262_144;
  private static final int FULL_SEGMENT = 1_448;

  /** How many frames each short connection has. */
  static final int FRAMES = 10;

  /** So many connections begin between two frames of one: thousands are open at once. */
  private static final int BETWEEN = 250;

  private static final long STEP_NANOS = 5_000;

  private CaptureMaker() {}

  /** Connections of ten frames: opened, asked, answered, closed. */
  static void writeShortConnections(Path file, int connections) throws IOException {
    try (var out = new CaptureFileWriter(file, LINKTYPE_ETHERNET, SNAPLEN)) {
      sendShortConnections(connections, out::write);
    }
  }

  /** The same, wherever frames can go. */
  static void sendShortConnections(int connections, FrameSink sink) throws IOException {
    var frames = new TcpFrame();
    var clients = new TcpFrame.End[FRAMES * BETWEEN];
    var servers = new TcpFrame.End[FRAMES * BETWEEN];
    long nanos = START;
    for (int i = 0; i < connections + (FRAMES - 1) * BETWEEN; i++) {
      for (int step = 0; step < FRAMES; step++) {
        int connection = i - step * BETWEEN;
        if (connection >= 0 && connection < connections) {
          int place = connection % clients.length;
          if (step == 0) {
            clients[place] = client(connection);
            servers[place] = server(connection);
          }
          nanos += STEP_NANOS;
          sink.accept(send(frames, clients[place], servers[place], step, nanos));
        }
      }
    }
  }

  private static dev.synfin.capture.Frame send(
      TcpFrame frames, TcpFrame.End client, TcpFrame.End server, int step, long nanos) {
    return switch (step) {
      case 0 -> frames.send(client, server, SYN, 0, nanos);
      case 1 -> frames.send(server, client, SYN | ACK, 0, nanos);
      case 2 -> frames.send(client, server, ACK, 0, nanos);
      case 3 -> frames.send(client, server, PSH | ACK, 150, nanos);
      case 4 -> frames.send(server, client, ACK, 0, nanos);
      case 5 -> frames.send(server, client, PSH | ACK, 480, nanos);
      case 6 -> frames.send(client, server, ACK, 0, nanos);
      case 7 -> frames.send(client, server, FIN | ACK, 0, nanos);
      case 8 -> frames.send(server, client, FIN | ACK, 0, nanos);
      default -> frames.send(client, server, ACK, 0, nanos);
    };
  }

  private static TcpFrame.End client(int connection) {
    int host = connection % 65_000;
    return new TcpFrame.End(
        0x0A00_0000 + 1 + host, 32_768 + connection / 65_000 * 97 + host % 89, mixed(connection));
  }

  private static TcpFrame.End server(int connection) {
    return new TcpFrame.End(0xC0A8_0001 + connection % 50, 80, mixed(~connection));
  }

  private static int mixed(int number) {
    int h = number * 0x9E37_79B9;
    return (h ^ (h >>> 15)) * 0x85EB_CA6B;
  }

  /** SYNs that nobody answers, each of other ends. */
  static void writeScan(Path file, int ends) throws IOException {
    try (var out = new CaptureFileWriter(file, LINKTYPE_ETHERNET, SNAPLEN)) {
      var frames = new TcpFrame();
      for (int i = 0; i < ends; i++) {
        out.write(frames.send(client(i), server(i), SYN, 0, START + i * STEP_NANOS));
      }
    }
  }

  /** One connection that carries as many full segments as make a file of about this size. */
  static void writeBulkTransfer(Path file, long octets) throws IOException {
    try (var out = new CaptureFileWriter(file, LINKTYPE_ETHERNET, SNAPLEN)) {
      var frames = new TcpFrame();
      var client = client(1);
      var server = server(1);
      long nanos = START;
      out.write(frames.send(client, server, SYN, 0, nanos += 20_000));
      out.write(frames.send(server, client, SYN | ACK, 0, nanos += 20_000));
      out.write(frames.send(client, server, ACK, 0, nanos += 20_000));
      long pairs = octets / (2 * (16 + 66 + FULL_SEGMENT) + 16 + 66);
      for (long i = 0; i < pairs; i++) {
        out.write(frames.send(server, client, ACK, FULL_SEGMENT, nanos += 6_000));
        out.write(frames.send(server, client, PSH | ACK, FULL_SEGMENT, nanos += 6_000));
        out.write(frames.send(client, server, ACK, 0, nanos += 6_000));
      }
      out.write(frames.send(server, client, FIN | ACK, 0, nanos += 20_000));
      out.write(frames.send(client, server, FIN | ACK, 0, nanos += 20_000));
      out.write(frames.send(server, client, ACK, 0, nanos + 20_000));
    }
  }

  /** One connection whose ends both send nothing but full segments, wherever frames can go. */
  static void sendFullFrames(long count, FrameSink sink) throws IOException {
    var frames = new TcpFrame();
    var client = client(1);
    var server = server(1);
    long nanos = START;
    sink.accept(frames.send(client, server, SYN, 0, nanos += STEP_NANOS));
    sink.accept(frames.send(server, client, SYN | ACK, 0, nanos += STEP_NANOS));
    sink.accept(frames.send(client, server, ACK, 0, nanos += STEP_NANOS));
    for (long i = 3; i + 1 < count; i += 2) {
      sink.accept(frames.send(server, client, ACK, FULL_SEGMENT, nanos += STEP_NANOS));
      sink.accept(frames.send(client, server, ACK, FULL_SEGMENT, nanos += STEP_NANOS));
    }
  }

  /** {@code short FILE CONNECTIONS}, {@code bulk FILE OCTETS}. */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[1]);
    if (arguments[0].equals("bulk")) {
      writeBulkTransfer(file, Long.parseLong(arguments[2]));
    } else {
      writeShortConnections(file, Integer.parseInt(arguments[2]));
    }
  }
}
