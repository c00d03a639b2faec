package dev.synfin.track;

import dev.synfin.wire.Datagram;
import java.util.Map;

/** Datagrams between two addresses and ports. */
final class UdpConversation extends Connection {
  private final Counters client = new Counters();
  private final Counters server = new Counters();

  UdpConversation(Datagram first, int hash, long stream) {
    super(first, Side.CLIENT, hash, stream);
  }

  @Override
  public Protocol protocol() {
    return Protocol.UDP;
  }

  Side accept(Datagram datagram) {
    touch(datagram);
    Side from = sender(datagram);
    (from == Side.CLIENT ? client : server).count(datagram.payloadLength());
    return from;
  }

  /** Zeek's verdict: both sent, only one, or none. */
  private String connState() {
    if (client.frames > 0) {
      return server.frames > 0 ? "SF" : "S0";
    }
    return server.frames > 0 ? "SHR" : "OTH";
  }

  /** Zeek's letters for UDP: who sent payload. */
  private String history() {
    return (client.frames > 0 ? "D" : "") + (server.frames > 0 ? "d" : "");
  }

  @Override
  void conclude() {}

  @Override
  public ConnectionSummary summary() {
    return new ConnectionSummary(
        stream,
        Protocol.UDP,
        clientHigh,
        clientLow,
        clientPort,
        serverHigh,
        serverLow,
        serverPort,
        version,
        Roles.GUESS,
        startedAtNanos,
        durationNs(),
        connState(),
        history(),
        null,
        null,
        null,
        client.traffic(),
        server.traffic(),
        Map.of(),
        null,
        null);
  }

  @Override
  public ConnectionBrief brief() {
    return new ConnectionBrief(connState(), history(), client.traffic(), server.traffic(), -1);
  }
}
