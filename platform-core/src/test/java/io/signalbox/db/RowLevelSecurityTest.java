package io.signalbox.db;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.tenant.TenantId;
import io.signalbox.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** PostgreSQL itself keeps tenants apart, whatever a query forgets. */
final class RowLevelSecurityTest {

    private static final TenantId ALICE = new TenantId("ten_alice");
    private static final TenantId BOB = new TenantId("ten_bob");

    private static Vertx vertx;
    private static TestDatabase test;

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        test = TestDatabase.fresh(vertx);
        asOwner("""
                CREATE TABLE note (tenant_id text NOT NULL, body text NOT NULL);
                SELECT protect_tenant_table('note');
                CREATE TABLE fact (tenant_id text NOT NULL, body text NOT NULL);
                SELECT protect_tenant_table('fact');
                SELECT append_only('fact');
                """);
        for (TenantId tenant : List.of(ALICE, BOB)) {
            as(tenant, sql("INSERT INTO note VALUES ('" + tenant + "', 'of " + tenant + "')"));
            as(tenant, sql("INSERT INTO fact VALUES ('" + tenant + "', 'of " + tenant + "')"));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        test.close();
        vertx.close().await(5, SECONDS);
    }

    @Test
    void showsATenantItsOwnRowsOnly() throws Exception {
        // When
        List<String> seen = as(ALICE, sql("SELECT body FROM note"));

        // Then
        assertThat(seen).containsExactly("of ten_alice");
    }

    @Test
    void showsNothingWithoutATenant() throws Exception {
        // When
        List<String> seen = asOwner("SET ROLE signalbox_app; SELECT body FROM note");

        // Then
        assertThat(seen).isEmpty();
    }

    @Test
    void showsTheOwnerNothingEither() throws Exception {
        // When
        List<String> seen = asOwner("SELECT body FROM note");

        // Then
        assertThat(seen).isEmpty();
    }

    @Test
    void carriesNoTenantIntoTheNextTransaction() throws Exception {
        // Given
        Database single = Database.connect(vertx, test.options(), PoolSize.of(1));
        single.inTransaction(ALICE, sql("SELECT body FROM note")).await(5, SECONDS);
        single.acrossTenants(sql("SELECT body FROM note")).await(5, SECONDS);

        // When
        List<String> left = single.inTransaction(
                        BOB,
                        sql(
                                "SELECT current_setting('signalbox.tenant') || ' ' || current_user || ' ' || count(*) FROM note"))
                .eventually(single::close)
                .await(5, SECONDS);

        // Then
        assertThat(left).containsExactly("ten_bob signalbox_app 1");
    }

    @Test
    void refusesToWriteInAnothersName() {
        // Then
        assertThatThrownBy(() -> as(ALICE, sql("INSERT INTO note VALUES ('ten_bob', 'forged')")))
                .isInstanceOf(PgException.class)
                .hasMessageContaining("row-level security");
        assertThatThrownBy(() -> as(ALICE, sql("UPDATE note SET tenant_id = 'ten_bob'")))
                .isInstanceOf(PgException.class)
                .hasMessageContaining("row-level security");
    }

    @Test
    void changesNoOthersRows() throws Exception {
        // When
        as(ALICE, sql("UPDATE note SET body = 'of ' || tenant_id"));
        as(ALICE, sql("DELETE FROM note WHERE tenant_id = 'ten_bob'"));

        // Then
        assertThat(as(BOB, sql("SELECT body FROM note"))).containsExactly("of ten_bob");
    }

    @Test
    void showsJobsEveryTenant() throws Exception {
        // When
        List<String> seen = test.database()
                .acrossTenants(sql("SELECT body FROM note ORDER BY 1"))
                .await(5, SECONDS);

        // Then
        assertThat(seen).containsExactly("of ten_alice", "of ten_bob");
    }

    @Test
    void refusesToRewriteWhatIsAppendOnlyToEveryone() throws Exception {
        // Given
        Function<SqlClient, Future<List<String>>> rewrite = sql("UPDATE fact SET body = 'other'");

        // Then
        assertThatThrownBy(() -> as(ALICE, rewrite)).hasMessageContaining("permission denied");
        assertThatThrownBy(() -> as(ALICE, sql("DELETE FROM fact"))).hasMessageContaining("permission denied");
        assertThatThrownBy(() -> test.database().acrossTenants(rewrite).await(5, SECONDS))
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> asOwner("TRUNCATE fact")).hasMessageContaining("append-only");
        assertThatThrownBy(() -> asOwner("ALTER TABLE fact NO FORCE ROW LEVEL SECURITY; DELETE FROM fact"))
                .hasMessageContaining("append-only");
        assertThat(as(ALICE, sql("SELECT body FROM fact"))).containsExactly("of ten_alice");
    }

    @Test
    void givesTheAppRoleNothingToOwnAndNoWayAround() throws Exception {
        // When
        List<String> owned = asOwner("""
                SELECT relname FROM pg_class WHERE pg_get_userbyid(relowner) IN ('signalbox_app', 'signalbox_jobs')
                UNION ALL
                SELECT rolname FROM pg_roles WHERE rolname IN ('signalbox_app', 'signalbox_jobs', current_user)
                  AND (rolsuper OR rolbypassrls)
                UNION ALL
                SELECT rolname FROM pg_roles WHERE rolname IN ('signalbox_app', 'signalbox_jobs') AND rolcanlogin
                """);

        // Then
        assertThat(owned).isEmpty();
        assertThatThrownBy(() -> as(ALICE, sql("CREATE TABLE mine (n int)"))).hasMessageContaining("permission denied");
        assertThatThrownBy(() -> as(ALICE, sql("SELECT name FROM signalbox_migration")))
                .hasMessageContaining("permission denied");
    }

    /** A table that a later migration forgets to protect fails here. */
    @Test
    void isForcedOnEveryTableWithATenant() throws Exception {
        // When
        List<String> unprotected = asOwner("""
                SELECT c.oid::regclass::text
                FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
                WHERE c.relkind IN ('r', 'p') AND c.relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
                  AND NOT (c.relrowsecurity AND c.relforcerowsecurity AND a.attnotnull)
                  -- A partition is guarded by its parent as long as nobody may name it directly.
                  AND NOT (c.relispartition AND NOT has_table_privilege('signalbox_app', c.oid, 'SELECT, INSERT, UPDATE, DELETE'))
                """);

        // Then
        assertThat(unprotected).isEmpty();
    }

    /** Reading a view happens with its owner's rights unless it says otherwise. */
    @Test
    void isNotSidesteppedByAView() throws Exception {
        // When
        List<String> views = asOwner("""
                SELECT c.oid::regclass::text FROM pg_class c
                WHERE c.relkind IN ('v', 'm') AND c.relnamespace = 'public'::regnamespace
                  AND NOT coalesce(c.reloptions @> ARRAY['security_invoker=true'], false)
                """);

        // Then
        assertThat(views).isEmpty();
    }

    private static List<String> as(TenantId tenant, Function<SqlClient, Future<List<String>>> work) throws Exception {
        return test.database().inTransaction(tenant, work).await(5, SECONDS);
    }

    private static List<String> asOwner(String script) throws Exception {
        return PgConnection.connect(vertx, test.options())
                .compose(connection -> sql(script).apply(connection).eventually(connection::close))
                .await(5, SECONDS);
    }

    /** Runs a script and returns the first column of its last result. */
    private static Function<SqlClient, Future<List<String>>> sql(String script) {
        return client -> client.query(script).execute().map(rows -> {
            List<String> column = new ArrayList<>();
            for (var last = rows; last != null; last = last.next()) {
                column.clear();
                for (Row row : last) {
                    column.add(String.valueOf(row.getValue(0)));
                }
            }
            return column;
        });
    }
}
