package dev.synfin.scenario;

import static dev.synfin.scenario.ProgramRunnerTest.bothWentAsWritten;
import static dev.synfin.scenario.ProgramRunnerTest.mine;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.track.Side;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Several programs at once, and what is said when one of them goes wrong. */
class SideBySideTest {
  @Test
  void programsSideBySideAreEachServed() throws IOException {
    var rehearsal =
        Rehearsal.of(
            mine(
                """
                - listen: {backlog: 50}
                - serve: {times: 20, steps: [echo_until_eof, close]}
                """,
                """
                - parallel:
                    times: 20
                    steps: [connect, gather, {sendall: hi}, {recv: {expect: "hi..."}}, close]
                """));

    bothWentAsWritten(rehearsal);
    assertThat(rehearsal.calls(Side.CLIENT)).filteredOn("recv hi..."::equals).hasSize(20);
  }

  @Test
  void oneOfSeveralThatGoesWrongEndsThemAllAndNamesItsLine() throws IOException {
    var rehearsal =
        Rehearsal.of(
            mine(
                """
                - listen: {backlog: 5}
                - accept
                - accept
                - recv_until_eof
                """,
                """
                - parallel:
                    times: 2
                    steps:
                      - connect
                      - gather
                      - connect_ex: {expect: 7}
                      - sleep: 1m
                """));

    assertThat(rehearsal.result(Side.CLIENT).problem())
        .isEqualTo("line 16: expected 7, but 0 came.");
  }

  @Test
  void aServedClientThatIsNotAsWrittenEndsTheServerThatWaitsForTheNext() throws IOException {
    var rehearsal =
        Rehearsal.of(
            mine(
                """
                - listen: {backlog: 5}
                - serve: {times: 2, steps: [{recv: {expect: hello}}, close]}
                """,
                """
                - connect
                - sendall: howdy
                """));

    assertThat(rehearsal.result(Side.SERVER).problem())
        .isEqualTo("line 7: expected to receive «hello», but «howdy» came.");
  }
}
