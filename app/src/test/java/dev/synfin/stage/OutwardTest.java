package dev.synfin.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** By which interfaces a container is reached while it is tapped. */
class OutwardTest {
  /** Those that are there one time after another. */
  private static Outward outward(List<Set<String>> each) {
    Iterator<Set<String>> next = each.iterator();
    return new Outward(next::next);
  }

  @Test
  void theOnlyOneIsCaptured() {
    var one = outward(List.of(Set.of("eth0"), Set.of("eth0")));

    assertThat(one.toCapture()).isEqualTo("eth0");
    assertThat(one.moved()).isNull();
  }

  @Test
  void ofSeveralAllAre() {
    var two = outward(List.of(Set.of("eth0", "eth1"), Set.of("eth1", "eth2")));

    assertThat(two.toCapture()).isEqualTo("any");
    assertThat(two.areSeveral()).isTrue();
    assertThat(two.moved()).isNull();
  }

  @Test
  void withoutAnyTheLoopbackIs() {
    var none = outward(List.of(Set.of(), Set.of(), Set.of("eth0")));

    assertThat(none.toCapture()).isEqualTo("lo");
    assertThat(none.moved()).isNull();
    assertThat(none.moved())
        .isEqualTo("the interface eth0 came after the capture had begun, and is not in it");
  }

  @Test
  void whenTheLastIsGoneTheContainerIs() {
    assertThat(outward(List.of(Set.of("eth0", "eth1"), Set.of())).moved())
        .isEqualTo("interface gone");
  }

  @Test
  void whatJoinsLaterIsMissed() {
    assertThat(outward(List.of(Set.of("eth0"), Set.of("eth0", "eth1"))).moved())
        .startsWith("the interface eth1 came after");
  }
}
