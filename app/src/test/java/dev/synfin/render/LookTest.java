package dev.synfin.render;

import dev.synfin.timeline.TraceFixture;
import org.junit.jupiter.api.Test;

class LookTest {
  @Test
  void look() {
    var t =
        TraceFixture.timeline(
            TraceFixture.connection(
                """
                -0.000150 C socket ["AF_INET"] = 3
                -0.000100 C connect ["10.0.0.2:8080"] us 200
                 0.000000 > S  0:0(0) <mss 1460>      | SYN-SENT -
                +0.000112 < S. 0:0(0) ack 1 <mss 1460>| SYN-SENT SYN-RECEIVED
                +0.000031 > .  1:1(0) ack 1           | ESTABLISHED ESTABLISHED
                +0.000010 S accept [] = "10.0.0.1:40000" us 1
                +0.000021 C send ["hello"] = 5
                +0.000001 > P. 1:6(5) ack 1 "hello"   | = =
                +0.200000 > P. 1:6(5) ack 1 "hello"   | = = # retransmission of 4 rto
                +0.000010 S recv [1024] = 5 us 200000
                +0.000010 S send ["hello..."] = 8
                +0.000040 < P. 1:9(8) ack 6 "hello...\u001b[31m"| = =
                +0.000100 C close []
                +0.000010 > F. 6:6(0) ack 9           | FIN-WAIT-1 CLOSE-WAIT
                +0.000100 < .  9:9(0) ack 7           | FIN-WAIT-2 CLOSE-WAIT
                +0.000100 < F. 9:9(0) ack 7           | TIME-WAIT LAST-ACK
                +0.000100 > .  7:7(0) ack 10          | TIME-WAIT CLOSED
                """));
    System.out.println(Ladders.render(t, RenderOptions.DEFAULT));
    System.out.println(Ladders.render(t, RenderOptions.DEFAULT.withColumns(110).withAscii(true)));
    PacketText.lines(t.connections().getFirst()).forEach(System.out::println);
  }
}
