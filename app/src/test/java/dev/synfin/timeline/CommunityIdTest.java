package dev.synfin.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The specification's own vectors (community-id-spec, baseline, seed 0). */
class CommunityIdTest {
  @ParameterizedTest
  @CsvSource({
    "6,  128.232.110.120, 34855, 66.35.250.204, 80, 1:LQU9qZlK+B5F3KDmev6m5PMibrg=",
    "6,  66.35.250.204, 80, 128.232.110.120, 34855, 1:LQU9qZlK+B5F3KDmev6m5PMibrg=",
    "17, 192.168.1.52, 54585, 8.8.8.8, 53, 1:d/FP5EW3wiY1vCndhwleRRKHowQ=",
    "6,  2001:470:e5bf:dead:4957:2174:e82c:4887, 63943, 2607:f8b0:400c:c03::1a, 25,"
        + " 1:/qFaeAR+gFe1KYjMzVDsMv+wgU4=",
  })
  void gives_both_directions_the_name_that_the_specification_lists(
      int protocol, String source, int sourcePort, String target, int targetPort, String id)
      throws Exception {
    byte[] from = InetAddress.getByName(source).getAddress();
    byte[] to = InetAddress.getByName(target).getAddress();
    var ids = new CommunityId();
    assertThat(ids.of(protocol, from, sourcePort, to, targetPort)).isEqualTo(id);
    assertThat(ids.of(protocol, to, targetPort, from, sourcePort)).isEqualTo(id);
  }
}
