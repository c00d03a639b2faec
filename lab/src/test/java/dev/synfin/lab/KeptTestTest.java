package dev.synfin.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** To which test a failed assertion belongs. */
class KeptTestTest {
  @AfterEach
  void noMore() {
    KeptTest.end();
  }

  @Test
  void aThreadOfTheTestBelongsToItUntilItEnds() throws ExecutionException, InterruptedException {
    var test = new KeptTest(Path.of("one"), true);
    KeptTest.begin(test);
    try (var pool = Executors.newFixedThreadPool(1)) {
      assertThat(pool.submit(KeptTest::current).get()).isSameAs(test);

      KeptTest.end();

      assertThat(pool.submit(KeptTest::current).get()).isNull();
      assertThat(pool.submit(KeptTest::payload).get()).isFalse();
    }
  }
}
