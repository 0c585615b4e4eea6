package io.signalbox.launch;

import io.signalbox.tenant.CrossTenant;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** The one row an installation has of itself: the salt its master key may come from, and the canary that proves the right one. */
final class InstallationStore {

    private static final String FIND = "SELECT salt, canary FROM installation";
    private static final String INSERT =
            "INSERT INTO installation (salt, canary, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";

    record Installation(byte[] salt, byte[] canary) {}

    @CrossTenant("the installation belongs to no tenant")
    Future<Optional<Installation>> find(SqlClient tx) {
        return tx.query(FIND).execute().map(InstallationStore::read);
    }

    /** Writes the row unless another node has; read it again to know whose it is. */
    @CrossTenant("the installation belongs to no tenant")
    Future<Void> insert(SqlClient tx, Installation row, Instant now) {
        return tx.preparedQuery(INSERT)
                .execute(Tuple.of(Buffer.buffer(row.salt), Buffer.buffer(row.canary), now.atOffset(ZoneOffset.UTC)))
                .mapEmpty();
    }

    private static Optional<Installation> read(RowSet<Row> rows) {
        for (Row row : rows) {
            return Optional.of(new Installation(
                    row.getBuffer("salt").getBytes(), row.getBuffer("canary").getBytes()));
        }
        return Optional.empty();
    }
}
