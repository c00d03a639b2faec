package dev.synfin.track;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a connection amounted to so far: an immutable value.
 *
 * @param stream number per protocol, from 0, the same as tshark's {@code tcp.stream}
 * @param startedAtNanos time of the first frame, nanoseconds since 1970-01-01T00:00:00Z
 * @param durationNs first to last frame
 * @param connState Zeek's {@code conn_state}
 * @param history Zeek's {@code history}
 * @param completeness Wireshark's {@code tcp.completeness}, null for UDP
 * @param handshake null if no SYN was seen
 * @param teardown null if neither FIN nor RST was seen
 * @param analysis how often each of Wireshark's flags occurred; only those that did
 */
public record ConnectionSummary(
    long stream,
    Protocol protocol,
    long clientHigh,
    long clientLow,
    int clientPort,
    long serverHigh,
    long serverLow,
    int serverPort,
    int ipVersion,
    Roles roles,
    long startedAtNanos,
    long durationNs,
    String connState,
    String history,
    @Nullable Integer completeness,
    @Nullable Handshake handshake,
    @Nullable Teardown teardown,
    Traffic clientTraffic,
    Traffic serverTraffic,
    Map<AnalysisFlag, Integer> analysis,
    @Nullable TcpState clientState,
    @Nullable TcpState serverState) {}
