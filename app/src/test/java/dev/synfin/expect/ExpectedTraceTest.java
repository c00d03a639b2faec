package dev.synfin.expect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.synfin.expect.ExpectedTrace.Mode;
import dev.synfin.timeline.TraceFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exchanges held against what was expected of them. */
class ExpectedTraceTest {
  private static final String ECHO =
      """
       0.000000 > S  0:0(0) win 64240 <mss 1460,sackOK,wscale 7>
      +0.000100 < S. 0:0(0) ack 1 win 65160 <mss 1460>
      +0.000100 > .  1:1(0) ack 1
      +0.000100 > P. 1:6(5) ack 1
      +0.000100 < .  1:1(0) ack 6
      +0.000100 < P. 1:9(8) ack 6
      +0.000100 > .  6:6(0) ack 9
      +0.000100 > F. 6:6(0) ack 9
      +0.000100 < .  9:9(0) ack 7
      +0.000100 < F. 9:9(0) ack 7
      +0.000100 > .  7:7(0) ack 10
      """;

  private static TraceMatch match(String actual, String expected, Mode mode, boolean variants) {
    return ExpectedTrace.parse(expected).match(TraceFixture.connection(actual), mode, variants);
  }

  private static boolean exactly(String actual, String expected) {
    return match(actual, expected, Mode.EXACTLY, true).matches();
  }

  private static boolean strictly(String actual, String expected) {
    return match(actual, expected, Mode.EXACTLY, false).matches();
  }

  private static boolean inOrder(String expected) {
    return match(ECHO, expected, Mode.IN_ORDER, true).matches();
  }

  @Test
  void everySegmentMayBeWrittenDown() {
    String all =
        """
        0.000000 > S 0:0(0) win 64240 <mss 1460,sackOK,nop,wscale 7>
        < S. 0:0(0) ack 1 win 65160 <mss 1460,…>   # the server agrees
        > . 1:1(0) ack 1
        +0.1 > P. 1:6(5) ack 1
        < . ack 6
        < P. (8)
        > .
        > F.
        < .
        < F.
        > .
        """;

    assertThat(strictly(ECHO, all)).isTrue();
    assertThat(exactly(ECHO, all)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "> S (1)",
        "< S",
        "> S.",
        "> S win 1",
        "> S <mss 536>",
        "> S <FO>",
        "> P. 2:7(5)",
        "> P. (5) ack 2",
        "> R",
        "> udp (5)"
      })
  void whatDiffersInOnePointIsNotThere(String line) {
    assertThat(inOrder(line)).isFalse();
    assertThat(match(ECHO, line, Mode.LOOSELY, true).matches()).isFalse();
  }

  @Test
  void dotsStandForAnySegments() {
    assertThat(strictly(ECHO, "> S\n...\n> F.\n...")).isTrue();
    assertThat(strictly(ECHO, "> S\n...\n> F.")).isFalse();
    assertThat(strictly(ECHO, "...\n> .")).isTrue();
    assertThat(strictly(ECHO, "> S\n< S.\n> .\n> P. (5)\n< .\n< P. (8)\n> .\n> F.\n...")).isTrue();
  }

  @Test
  void inOrderOthersMayLieBetween() {
    assertThat(inOrder("> S\n> P. (5)\n> F.\n< F.")).isTrue();
    assertThat(inOrder("> F.\n> P. (5)")).isFalse();
    assertThat(inOrder("> F.\n> F.")).as("each line needs a segment of its own").isFalse();
  }

  @Test
  void looselyTheOrderDoesNotMatter() {
    assertThat(match(ECHO, "> F.\n> S", Mode.LOOSELY, false).matches()).isTrue();
    assertThat(match(ECHO, "> F.\n> F.", Mode.LOOSELY, false).matches()).isFalse();
  }

  private static boolean loosely(String actual, String expected, boolean variants) {
    return match(actual, expected, Mode.LOOSELY, variants).matches();
  }

  @Test
  void looselyAPacketGoesToTheLineThatNeedsIt() {
    assertThat(loosely(ECHO, "> P.\n> P. (5)", true)).as("there is one alone").isFalse();
    String two = ECHO + "+0.1 > P. 6:9(3) ack 9\n";

    assertThat(loosely(two, "> P.\n> P. (5)", true)).isTrue();
    assertThat(loosely(two, "> P.\n> P. (5)\n> P. (3)", true)).isFalse();
  }

  @Test
  void looselyLegalVariantsCountToo() {
    String piggyback =
        """
         0.000000 > S  0:0(0)
        +0.000100 < S. 0:0(0) ack 1
        +0.000100 > P. 1:4(3) ack 1
        +0.000100 > P. 4:6(2) ack 1
        +0.000100 < FP. 1:9(8) ack 6
        """;

    for (String line : java.util.List.of("> P. (5)", "< . ack 6", "< F.", "> .")) {
      assertThat(loosely(piggyback, line, true)).as(line).isTrue();
      assertThat(loosely(piggyback, line, false)).as(line).isFalse();
    }
    assertThat(loosely(ECHO, "> P. (2)\n> S\n> P. (3)", true)).isTrue();
    assertThat(loosely(ECHO, "> P. (2)\n> P. (4)", true)).isFalse();
    assertThat(loosely(piggyback, "> P. (5)\n> P. (2)", true)).isFalse();
  }

  @Test
  void acknowledgementsMayTravelWithData() {
    String piggyback =
        """
         0.000000 > S  0:0(0)
        +0.000100 < S. 0:0(0) ack 1
        +0.000100 > .  1:1(0) ack 1
        +0.000100 > P. 1:6(5) ack 1
        +0.000100 < P. 1:9(8) ack 6
        """;
    String written = "> S\n< S.\n> .\n> P. (5)\n< .\n< P. (8)";

    assertThat(exactly(piggyback, written)).isTrue();
    assertThat(strictly(piggyback, written)).isFalse();
    assertThat(exactly(ECHO, written + "\n...")).isTrue();
  }

  @Test
  void anAcknowledgementThatNothingCarriesIsMissing() {
    String unanswered =
        """
         0.000000 > S  0:0(0)
        +0.000100 < S. 0:0(0) ack 1
        """;

    assertThat(exactly(unanswered, "> S\n< S.\n> .")).isFalse();
  }

  @Test
  void aCloseInThreeSegmentsIsACloseInFour() {
    String three =
        """
         0.000000 > F. 6:6(0) ack 9
        +0.000100 < F. 9:9(0) ack 7
        +0.000100 > .  7:7(0) ack 10
        """;

    assertThat(exactly(three, "> F.\n< .\n< F.\n> .")).isTrue();
    assertThat(strictly(three, "> F.\n< .\n< F.\n> .")).isFalse();
    assertThat(exactly(three, "> F.\n< F.\n> .")).isTrue();
  }

  @Test
  void dataMayBeCutIntoOtherPieces() {
    String pieces =
        """
         0.000000 > .  1:1449(1448) ack 1
        +0.000100 < .  1:1(0) ack 1449
        +0.000100 > P. 1449:2001(552) ack 1
        """;
    String whole = "0.000000 > P. 1:2001(2000) ack 1";

    assertThat(exactly(pieces, "> P. (2000)")).isTrue();
    assertThat(strictly(pieces, "> P. (2000)")).isFalse();
    assertThat(exactly(whole, "> P. (1448)\n> P. (552)")).isTrue();
    assertThat(exactly(whole, "> P. (1448)\n< .\n> P. (552)")).isTrue();
    assertThat(exactly(whole, "> P. (1448)\n> P. (553)")).isFalse();
    assertThat(exactly(pieces, "> P. (1999)")).isFalse();
  }

  @Test
  void aFinMayTravelWithTheLastData() {
    String together = "0.000000 > FP. 1:6(5) ack 1";

    assertThat(exactly(together, "> P. (5)\n> F.")).isTrue();
    assertThat(strictly(together, "> P. (5)\n> F.")).isFalse();
    assertThat(exactly(together, "> P. (5)")).as("a FIN that nobody expects").isFalse();
  }

  @Test
  void pushIsOnlyAHint() {
    assertThat(exactly("0.000000 > . 1:6(5) ack 1", "> P. (5)")).isTrue();
    assertThat(strictly("0.000000 > . 1:6(5) ack 1", "> P. (5)")).isFalse();
  }

  @Test
  void aResetIsNeverAVariant() {
    assertThat(exactly("0.000000 > R. 1:1(0) ack 1", "> .")).isFalse();
    assertThat(exactly("0.000000 > R. 1:1(0) ack 1", "> F.")).isFalse();
  }

  @Test
  void theNearestMissIsTheFirstLineThatNothingFits() {
    TraceMatch miss = match(ECHO, "> S\n< S.\n> .\n> P. (7)\n> F.", Mode.EXACTLY, true);

    assertThat(miss).isEqualTo(new TraceMatch(false, 4, "> P. (7)", 4L));
  }

  @Test
  void aPacketThatNoLineExpectsIsTheNearestMiss() {
    TraceMatch miss = match(ECHO, "> S\n< S.\n> .\n> P. (5)\n< P. (8)", Mode.EXACTLY, true);

    assertThat(miss).isEqualTo(new TraceMatch(false, 0, null, 8L));
  }

  @Test
  void whatIsMissingAtTheEndHasNoFrame() {
    TraceMatch miss = match(ECHO, "> S\n...\n< R.", Mode.EXACTLY, true);

    assertThat(miss.line()).isEqualTo(3);
    assertThat(miss.frame()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "...", "# nothing"})
  void aTraceWithoutAPacketIsRefused(String empty) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExpectedTrace.parse(empty))
        .withMessage("An expected trace without a packet expects nothing.");
  }

  @ParameterizedTest
  @ValueSource(strings = {">", "S", "> X", "> S mss 1460", "> P. 1:7(5)", "> S <mtu 3>"})
  void aLineThatIsNoPacketIsQuoted(String line) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExpectedTrace.parse("> S\n" + line))
        .withMessageContaining("«");
  }
}
