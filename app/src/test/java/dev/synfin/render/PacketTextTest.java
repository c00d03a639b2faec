package dev.synfin.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.timeline.TraceFixture;
import org.junit.jupiter.api.Test;

class PacketTextTest {
  @Test
  void writesPacketsInPacketdrillsNotation() {
    var connection =
        TraceFixture.connection(
            """
             0.000000 > S  0:0(0) <mss 1460>        | SYN-SENT -
            +0.000112 < S. 0:0(0) ack 1 win 65160   | = SYN-RECEIVED
            +0.000031 > .  1:1(0) ack 1             | ESTABLISHED ESTABLISHED
            +0.000009 C send ["hello"] = 5
            +0.000001 > P. 1:6(5) ack 1 "hello"     | = =
            +0.210431 > P. 1:6(5) ack 1 "hello"     | = = # retransmission of 4 rto
            """);

    assertThat(PacketText.lines(connection))
        .containsExactly(
            " 0.000000 > S  0:0(0) win 64240 <mss 1460,sackOK,TS val 1 ecr 0,wscale 7>",
            "+0.000112 < S. 0:0(0) ack 1 win 65160",
            "+0.000031 > .  1:1(0) ack 1",
            "+0.000009 # client: send(\"hello\") = 5",
            "+0.000001 > P. 1:6(5) ack 1",
            "+0.210431 > P. 1:6(5) ack 1                        # sent again: frame 4, timeout (RTO)");
  }
}
