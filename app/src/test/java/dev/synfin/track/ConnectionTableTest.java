package dev.synfin.track;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.wire.FrameBuilder;
import dev.synfin.wire.FrameDecoder;
import dev.synfin.wire.TcpSegment;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ConnectionTableTest {
  private static final Analyses ANALYSES = new Analyses();

  private final ConnectionTable<TcpConnection> table = new ConnectionTable<>(7);

  private TcpConnection add(int port, long stream) {
    var syn = new FrameBuilder().from("192.0.2.1", port).to("192.0.2.2", 80);
    syn.flags(TcpSegment.SYN).number(1).at(1);
    var segment = (TcpSegment) new FrameDecoder().decode(syn.frame());
    var connection = new TcpConnection(segment, table.hash(segment), stream, ANALYSES, false);
    table.add(connection);
    return connection;
  }

  private List<Long> order() {
    return table.inOrder().stream().map(Connection::stream).toList();
  }

  private void addInAnyOrder(long[] streams) {
    for (int i = 0; i < streams.length; i++) {
      add(1024 + i, streams[(i * 37) % streams.length]);
    }
  }

  private static List<Long> sorted(long[] streams) {
    return Arrays.stream(streams).sorted().boxed().toList();
  }

  @Test
  void anEmptyTableHasNone() {
    assertThat(order()).isEmpty();
  }

  @Test
  void neighboursAreInOrder() {
    long[] streams = LongStream.range(1_000_000_000_000L, 1_000_000_000_300L).toArray();
    addInAnyOrder(streams);
    assertThat(order()).isEqualTo(sorted(streams));
  }

  @Test
  void thoseWithFewGapsAreInOrder() {
    long[] streams = LongStream.range(0, 300).map(i -> i + i / 2).toArray();
    addInAnyOrder(streams);
    assertThat(order()).isEqualTo(sorted(streams));
  }

  @Test
  void thoseFarApartAreInOrder() {
    long[] streams = LongStream.range(0, 300).map(i -> i * i * i * i * i * i).toArray();
    addInAnyOrder(streams);
    assertThat(order()).isEqualTo(sorted(streams));
  }

  @Test
  void oneThatWasTakenOutIsNotInOrder() {
    add(2000, 5);
    TcpConnection second = add(2001, 6);
    add(2002, 4);
    table.remove(second);
    assertThat(order()).containsExactly(4L, 5L);
  }
}
