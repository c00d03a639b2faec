package dev.synfin.timeline;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.synfin.track.Protocol;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What happened, as far as one capture or several captures of the same run tell: the whole
 * document.
 *
 * @param format {@link #FORMAT}
 * @param generator the program that wrote it
 * @param capture the capture where there is exactly one, else null
 * @param captures all captures; where there is one, it alone
 * @param scenario the experiment and its verdict, or null where there was none
 * @param faults what the network was told to do to packets
 * @param calls socket calls that belong to no single connection, in order of time
 * @param connections in order of each one's first frame
 * @param kernel samples of the kernel's socket tables, in order of time
 * @param findings those that belong to no single connection
 */
public record Timeline(
    String format,
    Generator generator,
    @Nullable Capture capture,
    List<Capture> captures,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ScenarioResult scenario,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Fault> faults,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<CallEvent> calls,
    List<Connection> connections,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<KernelSample> kernel,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Finding> findings) {

  /** The value of {@code format} in every document of this version. */
  public static final String FORMAT = "synfin-timeline/1";

  public Timeline {
    if (!FORMAT.equals(format)) {
      throw new IllegalArgumentException("format is " + format + ", not " + FORMAT);
    }
    captures = Copies.list(captures);
    if (captures.isEmpty() && capture != null) {
      captures = List.of(capture);
    }
    faults = Copies.list(faults);
    calls = Copies.list(calls);
    connections = Copies.list(connections);
    kernel = Copies.list(kernel);
    findings = Copies.list(findings);
  }

  /** A document with captures and connections and nothing else yet. */
  public static Timeline of(List<Capture> captures, List<Connection> connections) {
    return new Timeline(
        FORMAT,
        Generator.thisProgram(),
        captures.size() == 1 ? captures.getFirst() : null,
        captures,
        null,
        List.of(),
        List.of(),
        connections,
        List.of(),
        List.of());
  }

  /**
   * Whether everything there was is proven to be here: true only where all captures are complete,
   * false where one is not, null where one cannot tell.
   */
  public @Nullable Boolean complete() {
    var complete = Boolean.TRUE;
    for (var one : captures) {
      if (Boolean.FALSE.equals(one.complete())) {
        return false;
      }
      complete = one.complete() == null ? null : complete;
    }
    return captures.isEmpty() ? null : complete;
  }

  /** The connection of this protocol with this number, if there is one. */
  public Optional<Connection> connection(Protocol protocol, long stream) {
    return connections.stream()
        .filter(c -> c.protocol() == protocol && c.stream() == stream)
        .findFirst();
  }

  /** This document with another verdict. */
  public Timeline withScenario(@Nullable ScenarioResult newScenario) {
    return new Timeline(
        format,
        generator,
        capture,
        captures,
        newScenario,
        faults,
        calls,
        connections,
        kernel,
        findings);
  }

  /** This document with other faults. */
  public Timeline withFaults(List<Fault> newFaults) {
    return new Timeline(
        format,
        generator,
        capture,
        captures,
        scenario,
        newFaults,
        calls,
        connections,
        kernel,
        findings);
  }

  /** This document with other calls outside connections. */
  public Timeline withCalls(List<CallEvent> newCalls) {
    return new Timeline(
        format,
        generator,
        capture,
        captures,
        scenario,
        faults,
        newCalls,
        connections,
        kernel,
        findings);
  }

  /** This document with other connections. */
  public Timeline withConnections(List<Connection> newConnections) {
    return new Timeline(
        format,
        generator,
        capture,
        captures,
        scenario,
        faults,
        calls,
        newConnections,
        kernel,
        findings);
  }

  /** This document with other kernel samples. */
  public Timeline withKernel(List<KernelSample> newKernel) {
    return new Timeline(
        format,
        generator,
        capture,
        captures,
        scenario,
        faults,
        calls,
        connections,
        newKernel,
        findings);
  }

  /** This document with other findings outside connections. */
  public Timeline withFindings(List<Finding> newFindings) {
    return new Timeline(
        format,
        generator,
        capture,
        captures,
        scenario,
        faults,
        calls,
        connections,
        kernel,
        newFindings);
  }
}
