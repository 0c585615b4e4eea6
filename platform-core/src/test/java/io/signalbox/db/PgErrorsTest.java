package io.signalbox.db;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.tenant.TenantId;
import io.signalbox.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What real failures of a real server become. */
final class PgErrorsTest {

    private static Vertx vertx;
    private static TestDatabase test;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        test = TestDatabase.fresh(vertx);
    }

    @AfterAll
    static void stop() throws Exception {
        test.close();
        vertx.close().await(5, SECONDS);
    }

    @Test
    void makesACollisionAConflictThatNamesTheConstraint() throws Exception {
        // When
        Throwable failure = failureOf("""
                CREATE TEMP TABLE thing (name text, CONSTRAINT thing_name_uq UNIQUE (name));
                INSERT INTO thing VALUES ('a'), ('a')
                """);

        // Then
        assertThat(failure).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.code()).isEqualTo(FaultCode.CONFLICT);
            assertThat(fault.metadata()).containsEntry("constraint", "thing_name_uq");
        });
        assertThat(PgErrors.isDuplicate(failure, "thing_name_uq")).isTrue();
        assertThat(PgErrors.isDuplicate(failure, "other_uq")).isFalse();
    }

    @Test
    void makesADanglingReferenceAConflict() throws Exception {
        // When
        Throwable failure = failureOf("""
                CREATE TEMP TABLE parent (id int PRIMARY KEY);
                CREATE TEMP TABLE child (id int CONSTRAINT child_parent_fk REFERENCES parent);
                INSERT INTO child VALUES (1)
                """);

        // Then
        assertThat(failure).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.code()).isEqualTo(FaultCode.CONFLICT);
            assertThat(fault.metadata()).containsEntry("constraint", "child_parent_fk");
        });
    }

    @Test
    void makesAStatementThatTakesTooLongUnavailable() throws Exception {
        // When
        Throwable failure = failureOf("SET LOCAL statement_timeout = '10ms'; SELECT pg_sleep(5)");

        // Then
        assertThat(failure)
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.UNAVAILABLE));
    }

    @Test
    void leavesOurOwnMistakesAndOurOwnFaultsAlone() throws Exception {
        // Given
        Fault ours = Fault.of(FaultCode.NOT_FOUND, "no such key");

        // Then
        assertThat(failureOf("SELECT nonsense")).isInstanceOf(PgException.class);
        assertThat(PgErrors.translated(ours)).isSameAs(ours);
    }

    private static Throwable failureOf(String script) throws Exception {
        return test.database()
                .inTransaction(new TenantId("ten_a"), tx -> tx.query(script).execute())
                .<Throwable>transform(done -> io.vertx.core.Future.succeededFuture(done.cause()))
                .await(10, SECONDS);
    }
}
