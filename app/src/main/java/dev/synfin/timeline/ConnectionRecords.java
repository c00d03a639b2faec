package dev.synfin.timeline;

import dev.synfin.address.IpAddresses;
import dev.synfin.track.ConnectionSummary;
import dev.synfin.track.Protocol;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the tracker's summary of a connection into the document's record. */
final class ConnectionRecords {
  private static final int TCP = 6;
  private static final int UDP = 17;

  private final Map<String, String> names;
  private final CommunityId ids = new CommunityId();
  private final AddressTexts addresses = new AddressTexts();

  ConnectionRecords(Map<String, String> names) {
    this.names = names;
  }

  Connection of(
      ConnectionSummary s, Sides<List<StateChange>> states, @Nullable List<Event> events) {
    return new Connection(
        s.stream(),
        s.protocol(),
        client(s),
        server(s),
        s.roles(),
        communityId(s),
        moment(s.startedAtNanos()),
        s.durationNs(),
        s.connState(),
        s.history(),
        s.completeness(),
        s.handshake(),
        s.teardown(),
        new Sides<>(s.clientTraffic(), s.serverTraffic()),
        s.analysis(),
        new FinalState(s.clientState(), s.serverState()),
        states,
        List.of(),
        events);
  }

  /** The moment that many nanoseconds after 1970-01-01T00:00:00Z. */
  static Instant moment(long epochNanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(epochNanos, 1_000_000_000L), Math.floorMod(epochNanos, 1_000_000_000L));
  }

  Endpoint client(ConnectionSummary s) {
    return end(s.ipVersion(), s.clientHigh(), s.clientLow(), s.clientPort());
  }

  Endpoint server(ConnectionSummary s) {
    return end(s.ipVersion(), s.serverHigh(), s.serverLow(), s.serverPort());
  }

  private Endpoint end(int version, long high, long low, int port) {
    var address = addresses.of(version, high, low);
    return new Endpoint(address, port, names.get(address));
  }

  /** Its Community ID. */
  String communityId(ConnectionSummary s) {
    return ids.of(
        s.protocol() == Protocol.UDP ? UDP : TCP,
        IpAddresses.octets(s.ipVersion(), s.clientHigh(), s.clientLow()),
        s.clientPort(),
        IpAddresses.octets(s.ipVersion(), s.serverHigh(), s.serverLow()),
        s.serverPort());
  }
}
