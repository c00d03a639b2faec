package dev.synfin.lab;

import static dev.synfin.lab.WireAssertions.assertThat;
import static dev.synfin.lab.WireAssertions.assertThatExceptionOfType;
import static dev.synfin.track.Side.SERVER;

import dev.synfin.timeline.Timeline;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

/** PostgreSQL and its Java client, unmodified. */
@Testcontainers
@KeepWire
@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PostgresIT {
  @Container
  static final GenericContainer<?> postgres =
      new GenericContainer<>(Images.POSTGRES)
          .withExposedPorts(5432)
          .withEnv("POSTGRES_HOST_AUTH_METHOD", "trust")
          .waitingFor(Wait.forLogMessage(".*ready to accept connections.*", 1));

  @Container static final WireTap tap = WireTap.on(postgres).port(5432);

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://" + tap.address().getHostString() + ":5432/postgres?sslmode=disable",
        "postgres",
        "");
  }

  @Test
  @Order(2) // the others are thrown out with it, and nobody is let in for a while
  void aKilledBackendClosesItsConnectionBeforeItsClientDoes() throws Exception {
    Timeline timeline =
        tap.timelineOf(() -> {
          try (Connection client = connect()) {
            int backend = number(client, "select pg_backend_pid()");
            kill(backend);
            tap.live().until(t -> t.connections().stream().anyMatch(c -> c.teardown() != null));

            assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> number(client, "select 1"));
          }
        });

    assertThat(timeline)
        .isComplete()
        .hasConnections(1)
        .connection(
            0,
            c ->
                c.closedBy(SERVER)
                    .follows(
                        """
                        > S
                        < S.
                        > .
                        > P.
                        < P.
                        ...
                        < F.
                        > P.  # the client asks on, as nobody told it
                        < R   # of a process that is gone
                        """));
  }

  @Test
  @Order(1)
  void aTransactionIsOneConnection() throws SQLException {
    Timeline timeline =
        tap.timelineOf(() -> {
          try (Connection client = connect()) {
            client.setAutoCommit(false);
            number(client, "select 1");
            client.commit();
          }
        });

    assertThat(timeline).isComplete().hasConnections(1).hasNoRetransmissions().hasNoResets();
  }

  private static int number(Connection client, String query) throws SQLException {
    try (var statement = client.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static void kill(int backend) throws Exception {
    assertThat(postgres.execInContainer("kill", "-9", String.valueOf(backend)).getExitCode())
        .isZero();
  }
}
