package dev.synfin.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a filter lets what goes to port 9999 through. */
class SightTest {
  /** The tap adds this of itself, so that of several interfaces the loopback is none. */
  @Test
  void whatATapOnSeveralNetworksLeavesOutIsNoPort() {
    String outside = "not net 127.0.0.0/8 and not host ::1";

    assertThat(Sight.of(80, outside)).isTrue();
    assertThat(Sight.of(80, "(port 80 or port 81) and " + outside)).isTrue();
    assertThat(Sight.of(82, "(port 80 or port 81) and " + outside)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp",
        "port 9999",
        "tcp port 9999",
        "port 80 or port 9999 or (icmp and icmp[28:2] = 80)",
        "tcp dst port 9999",
        "(port 80 or (tcp port 9999))",
        "portrange 9000-9999"
      })
  void itDoes(String filter) {
    assertThat(Sight.of(9999, filter)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "port 80",
        "not port 9999",
        "port 9999 and host 10.0.0.1",
        "src port 9999",
        "udp port 9999",
        "port 80 or (icmp and (icmp[28:2] = 9999))",
        "len > 9999",
        "(port 9999) and (host 10.0.0.1)",
        "portrange 80-9998"
      })
  void itDoesNotOrMayNot(String filter) {
    assertThat(Sight.of(9999, filter)).isFalse();
  }
}
