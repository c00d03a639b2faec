package dev.synfin.track;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Zeek's rules where flags come in an unusual order; {@code open} stands for a handshake. */
class ZeekRulesTest {
  private static final String OPEN =
      """
      > S  0:0(0)
      < S. 0:0(0) ack 1
      > .  1:1(0) ack 1
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          OTH H      | < S. 0:0(0) ack 1 ports 40000/40001
          OTH ^h     | < S. 0:0(0) ack 1
          S1 H^s     | < S. 0:0(0) ack 1 ports 40000/40001; > S 0:0(0)
          OTH Ha     | < S. 0:0(0) ack 1 ports 40000/40001; > . 1:1(0) ack 1
          S1 Ss      | > S 0:0(0); < S 0:0(0)
          S0 Sa      | > S 0:0(0); < . 1:1(0) ack 1
          S1 Sah     | > S 0:0(0); < . 1:1(0) ack 1; < S. 0:0(0) ack 1
          S0 Sd      | > S 0:0(0); < P. 1:6(5) ack 1
          RSTO ShR   | > S 0:0(0); < S. 0:0(0) ack 1; > R 1:1(0)
          REJ SRr    | > S 0:0(0); > R 1:1(0); < R. 0:0(0) ack 1
          OTH SAR    | > S 0:0(0); > . 1:1(0) ack 1; > R 1:1(0)
          S0 DS      | > P. 1:6(5) ack 1; > S 0:0(0)
          SH F       | > F. 1:1(0) ack 1
          SF Ff      | > F. 1:1(0) ack 1; < F. 1:1(0) ack 2
          SHR ^f     | < F. 1:1(0) ack 1 ports 40000/80
          RSTRH ^r   | < R. 1:1(0) ack 1 ports 40000/80
          OTH DdR    | > P. 1:6(5) ack 1; < P. 1:6(5) ack 6; > R 6:6(0)
          SF ShAFfR  | open; > F. 1:1(0) ack 1; < F. 1:1(0) ack 2; > R 2:2(0)
          RSTO ShAFR | open; > F. 1:1(0) ack 1; > R 2:2(0)
          RSTR ShAFr | open; > F. 1:1(0) ack 1; < R. 1:1(0) ack 2
          RSTR ShADRr | open; > P. 1:6(5) ack 1; > R 6:6(0); < R 1:1(0)
          S2 ShAF    | open; > F. 1:1(0) ack 1; > F. 1:1(0) ack 1
          S2 ShAFF   | open; > F. 1:1(0) ack 1; > F. 6:6(0) ack 1
          RSTO ShART | open; > R. 1:6(5) ack 1; > R. 1:6(5) ack 1
          RSTO ShARR | open; > R. 1:1(0) ack 1; > R. 6:6(0) ack 1
          RSTR ShAr  | open; < R. 1:1(0) ack 1 win 0
          S2 ShAFa   | open; > F. 1:1(0) ack 1; < . 1:1(0) ack 2 win 0
          S1 ShADW   | open; > P. 1:6(5) ack 1 win 0
          S3 ShAf    | open; < F. 1:1(0) ack 1; > . 1:1(0) ack 2
          S3 ShAfg   | open; < F. 1:1(0) ack 1; > . 1:1(0) ack 3
          S3 ShAf    | open; < FP. 1:6(5) ack 1; > . 1:1(0) ack 7
          S1 ShADaG  | open; > P. 101:201(100) ack 1; < . 1:1(0) ack 201; < . 1:1(0) ack 201
          S1 ShADa   | open; > P. 1:101(100) ack 1; < . 1:1(0) ack 101
          S1 ShADdg  | open; > P. 1:6(5) ack 1; < P. 9:20(11) ack 6; > . 6:6(0) ack 20
          RSTO ShAI  | open; > FR. 1:1(0) ack 1
          """)
  void aTraceHasItsVerdictAndItsHistory(String expected, String trace) {
    assertThat(verdict(trace)).isEqualTo(expected);
  }

  private static String verdict(String trace) {
    var text = new StringBuilder();
    for (String line : trace.replace("open;", OPEN.replace("\n", ";")).split(";", -1)) {
      text.append(line.isBlank() ? "" : "+0.001 " + line.strip() + "\n");
    }
    var summary = Trace.of(text.toString()).summary();
    return summary.connState() + " " + summary.history();
  }
}
