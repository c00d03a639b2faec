package dev.synfin.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimelineSchemaTest {
  @Test
  void accepts_a_document_with_everything_in_it() {
    TimelineSchema.assertValid(TimelinesTest.everything());
  }

  @Test
  void accepts_a_document_with_nothing_in_it() {
    TimelineSchema.assertValid(TraceFixture.timeline());
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"from\": \"client\" | \"from\": \"nobody\"",
        "\"frame\": 1, | `` ",
        "\"seq\": 0, | \"seq\": \"0\",",
        "\"raw_win\": 64240 | \"raw_win\": 65536",
        "\"flags\": [ \"SYN\" ] | \"flags\": [ \"syn\" ]",
        "\"client_state\": \"SYN-SENT\" | \"client_state\": \"SYN_SENT\"",
        "\"phase\": \"data\" | \"phase\": \"payload\"",
        "\"payload\": { | \"payload\": { \"hex\": \"00\",",
        "\"event\": \"segment\", | \"event\": \"segment\", \"mood\": 1,",
        "\"event\": \"segment\", | \"event\": \"whisper\",",
        "\"conn_state\": \"SF\" | \"conn_state\": \"sf\"",
        "\"cause\": \"rto\" | \"cause\": \"RTO\"",
        "T12:00:00.000000001Z | T12:00:00.000000001+00:00",
        "\"roles\": \"syn\", | `` ",
        "\"severity\": \"warning\" | \"severity\": \"bad\"",
        "\"result\": \"failed\" | \"result\": \"flaky\"",
        "\"stream\": 0 | \"stream\": -1",
      })
  void refuses_a_document_with_a_mistake(String right, String wrong) throws IOException {
    var document = TimelinesTest.written(TimelinesTest.everything());

    assertThat(document).contains(right);
    assertThat(TimelineSchema.faults(document.replace(right, wrong))).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"type\":\"end\"}",
        "{\"type\":\"whisper\"}",
        "{\"type\":\"segment\",\"protocol\":\"tcp\",\"stream\":0,\"frame\":1}",
        "{\"type\":\"capture\",\"format\":\"synfin-timeline/2\"}",
      })
  void refuses_a_line_with_a_mistake(String line) {
    assertThat(TimelineSchema.lineFaults(line)).isNotEmpty();
  }
}
