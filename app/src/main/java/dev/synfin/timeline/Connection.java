package dev.synfin.timeline;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.synfin.track.AnalysisFlag;
import dev.synfin.track.Handshake;
import dev.synfin.track.Protocol;
import dev.synfin.track.Roles;
import dev.synfin.track.Teardown;
import dev.synfin.track.Traffic;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One connection or UDP conversation, from its first frame to its last.
 *
 * @param stream number per protocol, from 0, the same as tshark's {@code tcp.stream}
 * @param communityId Community ID v1
 * @param startedAt time of its first frame
 * @param durationNs first to last frame
 * @param connState Zeek's {@code conn_state}
 * @param history Zeek's {@code history}
 * @param completeness Wireshark's {@code tcp.completeness}, null for UDP
 * @param handshake null if no SYN was seen
 * @param teardown null if neither FIN nor RST was seen
 * @param traffic what each side sent
 * @param analysis how often each of Wireshark's flags occurred; only those that did
 * @param finalState the last inferred state of each end
 * @param states each end's own sequence of states; empty for UDP
 * @param events in order of time; null where they were left out
 */
public record Connection(
    long stream,
    Protocol protocol,
    Endpoint client,
    Endpoint server,
    Roles roles,
    @Nullable String communityId,
    Instant startedAt,
    long durationNs,
    @Nullable String connState,
    @Nullable String history,
    @Nullable Integer completeness,
    @Nullable Handshake handshake,
    @Nullable Teardown teardown,
    Sides<Traffic> traffic,
    Map<AnalysisFlag, Integer> analysis,
    FinalState finalState,
    Sides<List<StateChange>> states,
    List<Finding> findings,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Event> events) {

  public Connection {
    Objects.requireNonNull(protocol, "protocol");
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(server, "server");
    Objects.requireNonNull(roles, "roles");
    Objects.requireNonNull(startedAt, "started_at");
    Objects.requireNonNull(traffic, "traffic");
    Objects.requireNonNull(finalState, "final_state");
    analysis = Copies.map(analysis);
    states = copy(states);
    findings = Copies.list(findings);
    events = events == null ? null : Copies.list(events);
  }

  /** Its events, none where they were left out of the document. */
  public List<Event> allEvents() {
    return events == null ? List.of() : events;
  }

  /** Its segments, in order of time. */
  public List<SegmentEvent> segments() {
    return of(SegmentEvent.class);
  }

  /** The socket calls that made it, in order of time. */
  public List<CallEvent> calls() {
    return of(CallEvent.class);
  }

  /** This connection under another number. */
  public Connection withStream(long newStream) {
    return new Connection(
        newStream,
        protocol,
        client,
        server,
        roles,
        communityId,
        startedAt,
        durationNs,
        connState,
        history,
        completeness,
        handshake,
        teardown,
        traffic,
        analysis,
        finalState,
        states,
        findings,
        events);
  }

  /** This connection with other events. */
  public Connection withEvents(@Nullable List<Event> newEvents) {
    return new Connection(
        stream,
        protocol,
        client,
        server,
        roles,
        communityId,
        startedAt,
        durationNs,
        connState,
        history,
        completeness,
        handshake,
        teardown,
        traffic,
        analysis,
        finalState,
        states,
        findings,
        newEvents);
  }

  /** This connection with other findings. */
  public Connection withFindings(List<Finding> newFindings) {
    return new Connection(
        stream,
        protocol,
        client,
        server,
        roles,
        communityId,
        startedAt,
        durationNs,
        connState,
        history,
        completeness,
        handshake,
        teardown,
        traffic,
        analysis,
        finalState,
        states,
        newFindings,
        events);
  }

  /** This connection with other ends, as when their names become known. */
  public Connection withEnds(Endpoint newClient, Endpoint newServer) {
    return new Connection(
        stream,
        protocol,
        newClient,
        newServer,
        roles,
        communityId,
        startedAt,
        durationNs,
        connState,
        history,
        completeness,
        handshake,
        teardown,
        traffic,
        analysis,
        finalState,
        states,
        findings,
        events);
  }

  private <T extends Event> List<T> of(Class<T> kind) {
    return events == null
        ? List.of()
        : events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private static Sides<List<StateChange>> copy(@Nullable Sides<List<StateChange>> states) {
    return states == null
        ? new Sides<>(List.of(), List.of())
        : new Sides<>(Copies.list(states.client()), Copies.list(states.server()));
  }
}
