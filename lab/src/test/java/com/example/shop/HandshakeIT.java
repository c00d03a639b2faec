package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.lab.Lab;
import dev.synfin.lab.LabRun;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class HandshakeIT {
  @Test
  void opensInThreeSegmentsAndClosesInFour() throws IOException {
    try (Lab lab = Lab.start()) {
      LabRun run = lab.run("handshake");

      assertThat(run.passed()).as(run.output()).isTrue();
      assertThat(run.timeline().connections())
          .singleElement()
          .satisfies(connection -> assertThat(connection.teardown().segments()).isEqualTo(4));
    }
  }
}
