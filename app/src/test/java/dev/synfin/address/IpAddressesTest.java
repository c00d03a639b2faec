package dev.synfin.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "::",
        "::1",
        "1::",
        "fd00::1",
        "2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1",
        "2001:0:0:1::1",
        "fe80::1ff:fe23:4567:890a",
        "1:2:3:4:5:6:7:8",
        "ffff::ffff"
      })
  void printsIpv6AsRfc5952HasIt(String text) throws Exception {
    var octets = InetAddress.getByName(text).getAddress();
    var both = ByteBuffer.wrap(octets);
    var high = both.getLong();
    var low = both.getLong();

    assertThat(IpAddresses.text(6, high, low)).isEqualTo(text);
    assertThat(IpAddresses.octets(6, high, low)).isEqualTo(octets);
  }

  @Test
  void printsIpv4Dotted() {
    assertThat(IpAddresses.text(4, 0, 0xFFFE_0102L)).isEqualTo("255.254.1.2");
    assertThat(IpAddresses.octets(4, 0, 0xFFFE_0102L)).isEqualTo(new byte[] {-1, -2, 1, 2});
  }
}
