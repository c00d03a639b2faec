package dev.synfin.diagnose;

import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Finding;
import dev.synfin.timeline.Finding.Severity;
import dev.synfin.timeline.IcmpEvent;
import dev.synfin.track.Handshake;
import dev.synfin.track.Protocol;
import java.util.Objects;
import java.util.Optional;

/** A SYN that was answered with RST, or a datagram with ICMP's port unreachable. */
final class ConnectionRefused implements Finder {
  private static final Draft KIND =
      new Draft(
          "connection-refused",
          Severity.WARNING,
          "Connection refused",
          "Is the program running there, on this address and this port (synfin sockets shows who"
              + " listens)? A firewall that rejects answers in the same way.",
          "RFC 9293, 3.10.7.1; net/ipv4/tcp_ipv4.c, tcp_v4_send_reset");

  /** A host answers a datagram for a port without a socket with ICMP, not with RST. */
  private static final Draft OF_A_DATAGRAM =
      new Draft(
          KIND.id(), KIND.severity(), KIND.title(), KIND.next(), "RFC 1122, 4.1.3.1; RFC 792");

  @Override
  public Optional<Finding> find(Connection c, Scene scene) {
    return c.protocol() == Protocol.UDP ? datagram(c) : syn(c);
  }

  private static Optional<Finding> syn(Connection c) {
    var handshake = c.handshake();
    if (handshake == null || handshake.kind() != Handshake.Kind.REFUSED) {
      return Optional.empty();
    }
    var teardown = c.teardown();
    return Optional.of(
        KIND.with(
            "The SYN to " + c.server().text() + " was answered with RST: nobody listens there.",
            handshake.frames().syn(),
            teardown == null ? null : teardown.frame()));
  }

  private static Optional<Finding> datagram(Connection c) {
    if (c.traffic().server().frames() > 0) {
      return Optional.empty();
    }
    for (var event : c.allEvents()) {
      if (event instanceof IcmpEvent icmp
          && Objects.requireNonNullElse(icmp.meaning(), "").equals("port unreachable")) {
        return Optional.of(
            OF_A_DATAGRAM.with(
                "The datagrams to "
                    + c.server().text()
                    + " were answered with ICMP's port unreachable: no socket is bound there.",
                icmp.frame()));
      }
    }
    return Optional.empty();
  }
}
