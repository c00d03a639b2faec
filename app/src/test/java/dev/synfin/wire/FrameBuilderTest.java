package dev.synfin.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class FrameBuilderTest {

  @Test
  void buildsASynOctetByOctet() {
    byte[] octets =
        new FrameBuilder()
            .from("192.0.2.1", 40000)
            .to("192.0.2.2", 80)
            .flags(TcpSegment.SYN)
            .seq(1)
            .mss(1460)
            .octets();

    assertThat(HexFormat.of().formatHex(octets, 14, octets.length))
        .isEqualTo(
            "4500002c00010000"
                + "4006f6c7"
                + "c0000201c0000202"
                + "9c40005000000001000000006002faf0"
                + "7ca00000"
                + "020405b4");
  }
}
