package dev.synfin.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synfin.socket.CallListener;
import dev.synfin.track.Side;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Both programs over loopback: what each asks of its sockets, and what is said when it goes wrong.
 */
class ProgramRunnerTest {
  private static final String LISTENS =
      """
      - listen: {backlog: 5}
      - accept
      """;

  @AfterEach
  void noThreadIsLeftInterrupted() {
    assertThat(Thread.interrupted()).isFalse();
  }

  private static Rehearsal ours(String name) throws IOException {
    return Rehearsal.of(Scenarios.find(name).text());
  }

  /** A scenario with these steps: line 6 is the server's first, if it has any. */
  static String mine(String server, String client) {
    return """
    options: {timeout: 10s}
    name: mine
    title: A connection
    expect: {conn_state: SF}
    server:
    """
        + (server.isEmpty() ? "  []\n" : server.indent(2))
        + "client:\n"
        + client.indent(2);
  }

  static void bothWentAsWritten(Rehearsal rehearsal) {
    assertThat(rehearsal.result(Side.SERVER)).isEqualTo(new ProgramResult(null));
    assertThat(rehearsal.result(Side.CLIENT)).isEqualTo(new ProgramResult(null));
  }

  @Test
  void handshakeExchangesThreeMessagesAndTheClientClosesFirst() throws IOException {
    Rehearsal rehearsal = ours("handshake");

    bothWentAsWritten(rehearsal);
    assertThat(rehearsal.calls(Side.CLIENT))
        .containsExactly(
            "socket",
            "connect",
            "sendall hello",
            "recv hello...",
            "sendall what crosses the wire?",
            "recv what crosses the wire?...",
            "sendall bye",
            "recv bye...",
            "close");
    assertThat(rehearsal.calls(Side.SERVER))
        .containsExactly(
            "socket",
            "setsockopt SO_REUSEADDR",
            "bind",
            "listen",
            "accept",
            "recv hello",
            "sendall hello...",
            "recv what crosses the wire?",
            "sendall what crosses the wire?...",
            "recv bye",
            "sendall bye...",
            "recv ",
            "close",
            "close");
  }

  @Test
  void threeSegmentCloseReadsTheEndOfFileAndClosesAtOnce() throws IOException {
    Rehearsal rehearsal = ours("three-segment-close");

    bothWentAsWritten(rehearsal);
    assertThat(rehearsal.calls(Side.SERVER)).endsWith("recv ", "close", "close");
  }

  @Test
  void serverClosesFirstGivesTheClientAnEndOfFile() throws IOException {
    Rehearsal rehearsal = ours("server-closes-first");

    bothWentAsWritten(rehearsal);
    assertThat(rehearsal.calls(Side.CLIENT)).endsWith("recv goodbye...", "recv ", "close");
  }

  @Test
  void halfCloseReceivesAfterItsShutdown() throws IOException {
    Rehearsal rehearsal = ours("half-close");

    bothWentAsWritten(rehearsal);
    assertThat(rehearsal.calls(Side.CLIENT))
        .endsWith("sendall hello", "shutdown", "recv goodbye", "recv ", "close");
    assertThat(rehearsal.calls(Side.SERVER))
        .containsSubsequence("recv hello", "recv ", "sendall goodbye");
  }

  @Test
  void resetOnCloseMakesTheServersNextRecvFail() throws IOException {
    Rehearsal rehearsal = ours("reset-on-close");

    bothWentAsWritten(rehearsal);
    assertThat(rehearsal.calls(Side.SERVER)).contains("recv ! ECONNRESET");
    assertThat(rehearsal.calls(Side.CLIENT)).contains("setsockopt SO_LINGER");
  }

  @Test
  void refusedAwaitsNobodyAndItsConnectFails() throws IOException {
    Rehearsal rehearsal = ours("refused");

    bothWentAsWritten(rehearsal);
    assertThat(rehearsal.calls(Side.SERVER)).isEmpty();
    assertThat(rehearsal.calls(Side.CLIENT))
        .containsExactly("socket", "connect ! ECONNREFUSED", "close");
  }

  @Test
  void aSignalHoldsTheOtherProgramBackUntilItIsGiven() throws IOException {
    var rehearsal =
        Rehearsal.of(
            mine(
                LISTENS
                    + """
                    - await: sent
                    - recv: {expect: onetwo}
                    """,
                """
                - connect
                - sendall: one
                - sendall: two
                - signal: sent
                """));

    bothWentAsWritten(rehearsal);
    assertThat(rehearsal.calls(Side.SERVER)).endsWith("accept", "recv onetwo");
  }

  @Test
  void anUnexpectedErrorIsToldWithItsLine() throws IOException {
    var rehearsal = Rehearsal.of(mine("", "- connect\n- sendall: hello\n"));

    assertThat(rehearsal.result(Side.CLIENT).problem())
        .startsWith("line 8: failed with ECONNREFUSED: ");
    assertThat(rehearsal.calls(Side.CLIENT)).doesNotContain("sendall hello");
  }

  @Test
  void anotherErrorThanTheExpectedOneIsToldWithBoth() throws IOException {
    var rehearsal = Rehearsal.of(mine("", "- connect: {error: ETIMEDOUT}\n"));

    assertThat(rehearsal.result(Side.CLIENT).problem())
        .startsWith("line 8: expected ETIMEDOUT, but it failed with ECONNREFUSED: ");
  }

  @Test
  void anExpectedErrorThatDoesNotComeIsTold() throws IOException {
    var rehearsal = Rehearsal.of(mine(LISTENS, "- connect: {error: ECONNREFUSED}\n"));

    assertThat(rehearsal.result(Side.CLIENT).problem())
        .isEqualTo("line 9: expected ECONNREFUSED, but it succeeded.");
  }

  @Test
  void anotherTextThanTheExpectedOneIsToldWithBoth() throws IOException {
    var rehearsal =
        Rehearsal.of(mine(LISTENS + "- recv: {expect: hello}\n", "- connect\n- sendall: jello\n"));

    assertThat(rehearsal.result(Side.SERVER).problem())
        .isEqualTo("line 8: expected to receive «hello», but «jello» came.");
  }

  @Test
  void anEndOfFileBeforeTheWholeTextIsAMismatch() throws IOException {
    var rehearsal =
        Rehearsal.of(
            mine(LISTENS + "- recv: {expect: hello}\n", "- connect\n- sendall: hel\n- close\n"));

    assertThat(rehearsal.result(Side.SERVER).problem()).contains("«hello», but «hel» came");
  }

  @Test
  void aStepWithoutAConnectionSaysWhatComesFirst() throws IOException {
    var rehearsal = Rehearsal.of(mine("- accept\n", "- sendall: hello\n"));

    assertThat(rehearsal.result(Side.CLIENT).problem())
        .isEqualTo("line 8: nothing is open here: connect comes first.");
    assertThat(rehearsal.result(Side.SERVER).problem())
        .isEqualTo("line 6: nothing is open here: listen comes first.");
  }

  @Test
  void whatAProgramLeavesOpenEndsWithItAndIsNoCallOfItsOwn() throws IOException {
    var rehearsal =
        Rehearsal.of(mine(LISTENS + "- recv_until_eof\n", "- connect\n- sendall: hello\n"));

    bothWentAsWritten(rehearsal);
    assertThat(rehearsal.calls(Side.CLIENT)).doesNotContain("close");
  }

  @Test
  void aProgramThatWaitsForEverEndsWhenItsTimeIsOverAndNamesTheLine() throws IOException {
    var rehearsal = Rehearsal.of(mine(LISTENS, "- sleep: 5s\n").replace("10s", "300ms"));

    assertThat(rehearsal.result(Side.SERVER).problem())
        .isEqualTo("line 7: was not done within 300 ms.");
    assertThat(rehearsal.calls(Side.SERVER)).endsWith("accept ! EINTR");
  }

  @Test
  void whoAwaitsWhatNobodySignalsIsToldSo() throws IOException {
    var rehearsal =
        Rehearsal.of(
            mine(LISTENS + "- signal: godot\n", "- await: godot\n").replace("10s", "300ms"));

    assertThat(rehearsal.result(Side.CLIENT).problem())
        .isEqualTo("line 10: nobody signalled «godot» within 300 ms.");
  }

  @Test
  void aClientThatAwaitsAServerWhichFailedIsToldThatNobodyListens() throws IOException {
    var rehearsal =
        Rehearsal.of(
            mine("- sendall: too soon\n- listen: {}\n", "- connect\n").replace("10s", "300ms"));

    assertThat(rehearsal.result(Side.CLIENT).problem())
        .isEqualTo("line 9: nobody signalled «listening» within 300 ms.");
  }

  @Test
  void aSleepIsBoundedToo() throws IOException {
    var rehearsal = Rehearsal.of(mine("", "- sleep: 1m\n").replace("10s", "300ms"));

    assertThat(rehearsal.result(Side.CLIENT).problem())
        .isEqualTo("line 8: was not done within 300 ms.");
  }

  @Test
  void anInterruptFromOutsideGivesTheRunUp() throws IOException {
    Scenario scenario = Rehearsal.scenario(mine("", "- sleep: 1m\n"));
    InetAddress here = InetAddress.getLoopbackAddress();
    var runner =
        new ProgramRunner(
            scenario,
            Side.CLIENT,
            new Place(here, here, Path.of("/tmp")),
            new Rehearsal.Bell(),
            CallListener.NONE);

    Thread.currentThread().interrupt();

    assertThatThrownBy(runner::run).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void anEchoClientsMessagesAndSuffixAreItsOptions() throws IOException {
    var rehearsal =
        Rehearsal.of(
            """
            name: mine
            title: A pair with a suffix of its own
            server: {program: echo-server, reply_suffix: "!"}
            client: {program: echo-client, reply_suffix: "!", messages: [a, b]}
            expect: {conn_state: SF}
            """);

    bothWentAsWritten(rehearsal);
    assertThat(rehearsal.calls(Side.CLIENT))
        .containsSubsequence(List.of("sendall a", "recv a!", "sendall b", "recv b!"));
  }

  @Test
  void aFileOfASocketGivesLineAfterLine() throws IOException {
    var rehearsal =
        Rehearsal.of(
            mine(
                LISTENS
                    + """
                    - makefile
                    - readline: {expect: one}
                    - readline: {expect: two}
                    """,
                """
                - connect
                - sendall: "one\\ntwo\\n"
                - close
                """));

    bothWentAsWritten(rehearsal);
  }

  @Test
  void socketsAreToldApartByTheirNames() throws IOException {
    var rehearsal =
        Rehearsal.of(
            mine(
                """
                - listen: {backlog: 5}
                - accept: {as: first}
                - accept: {as: second}
                - recv: {expect: one, on: first}
                - recv: {expect: two, on: second}
                """,
                """
                - connect: {as: a}
                - connect: {as: b}
                - sendall: {text: two, on: b}
                - sendall: {text: one, on: a}
                """));

    bothWentAsWritten(rehearsal);
  }

  @Test
  void datagramsAreAnsweredToWhoeverSentThem() throws IOException {
    var rehearsal =
        Rehearsal.of(
            mine(
                """
                - socket: {kind: datagram}
                - bind
                - recvfrom: {expect: hello}
                - sendto: hello to you
                """,
                """
                - socket: {kind: datagram}
                - sendto: hello
                - recvfrom: {expect: hello to you}
                """));

    bothWentAsWritten(rehearsal);
  }

  @Test
  void aUnixSocketIsNotAskedToShareItsAddress() throws IOException {
    assertThat(ours("unix-echo").calls(Side.SERVER)).noneMatch(c -> c.startsWith("setsockopt"));
  }
}
