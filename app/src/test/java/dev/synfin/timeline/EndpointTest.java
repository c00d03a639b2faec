package dev.synfin.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EndpointTest {
  private static final Endpoint END = new Endpoint("192.0.2.1", 40_000, "client");

  @Test
  void theSameEndIsEqualWhereverItCameFrom() {
    var again = new Endpoint(String.join(".", "192", "0", "2", "1"), 40_000, "client");
    assertThat(again).isEqualTo(END).hasSameHashCodeAs(END);
  }

  @Test
  void endsThatDifferInOneThingAreNotEqual() {
    var others =
        List.of(
            new Endpoint("192.0.2.2", 40_000, "client"),
            new Endpoint("192.0.2.1", 40_001, "client"),
            new Endpoint("192.0.2.1", null, "client"),
            new Endpoint("192.0.2.1", 40_000, "server"),
            new Endpoint("192.0.2.1", 40_000, null));
    assertThat(others).doesNotContain(END).doesNotHaveDuplicates();
    assertThat(END).isNotEqualTo(null).isNotEqualTo("192.0.2.1:40000");
  }
}
