package io.signalbox.credential;

import static java.time.ZoneOffset.UTC;

import io.signalbox.credential.SecretBox.Sealed;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;

/**
 * Provider credentials with their sealed secrets; it never sees an open one. A taken name fails with the constraint
 * {@code provider_credential_name_uq}.
 */
public final class CredentialStore {

    private static final String INSERT = """
            INSERT INTO provider_credential (tenant_id, id, provider, name, origin, trusted, last_four, secret_version, version,
              created_by, created_at, updated_at, kek_version, wrapped_dek, ciphertext)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
            """;

    private static final String INSERT_UNLESS_NAMED =
            INSERT + " ON CONFLICT ON CONSTRAINT provider_credential_name_uq DO NOTHING";

    /** A new sealed secret replaces the old one; without one the old one stays, unless the credential has lost it. */
    private static final String UPDATE = """
            UPDATE provider_credential SET
              name = $3, origin = $4, trusted = $5, last_four = $6, secret_version = $7, version = $8, updated_at = $9,
              kek_version = CASE WHEN $6::text IS NULL THEN NULL ELSE coalesce($10, kek_version) END,
              wrapped_dek = CASE WHEN $6::text IS NULL THEN NULL ELSE coalesce($11, wrapped_dek) END,
              ciphertext = CASE WHEN $6::text IS NULL THEN NULL ELSE coalesce($12, ciphertext) END
            WHERE tenant_id = $1 AND id = $2
            """;

    private static final String DELETE = """
            DELETE FROM provider_credential WHERE tenant_id = $1 AND id = $2
            """;

    private static final String FIND = """
            SELECT * FROM provider_credential WHERE tenant_id = $1 AND id = $2
            """;

    private static final String LOCK = """
            SELECT * FROM provider_credential WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE
            """;

    /** A tenant has a handful of these; the bound is there because everything has one. */
    private static final String LIST = """
            SELECT * FROM provider_credential WHERE tenant_id = $1 ORDER BY id LIMIT 1000
            """;

    /** A credential and what opens with it. */
    public record SealedCredential(ProviderCredential credential, Optional<Sealed> sealed) {}

    public Future<Void> insert(TenantId tenant, SqlClient tx, SealedCredential row) {
        return tx.preparedQuery(INSERT).execute(values(tenant, row)).mapEmpty();
    }

    /** Whether there was none of that provider and name yet. */
    public Future<Boolean> insertUnlessNamed(TenantId tenant, SqlClient tx, SealedCredential row) {
        return tx.preparedQuery(INSERT_UNLESS_NAMED)
                .execute(values(tenant, row))
                .map(result -> result.rowCount() > 0);
    }

    private static Tuple values(TenantId tenant, SealedCredential row) {
        ProviderCredential credential = row.credential();
        Tuple values = Tuple.tuple()
                .addValue(tenant.value())
                .addValue(credential.id().value())
                .addValue(credential.provider())
                .addValue(credential.name())
                .addValue(credential.origin().url())
                .addValue(credential.trusted())
                .addValue(credential.lastFour().orElse(null))
                .addValue(credential.secretVersion())
                .addValue(credential.version())
                .addValue(credential.createdBy())
                .addValue(credential.createdAt().atOffset(UTC))
                .addValue(credential.updatedAt().atOffset(UTC));
        return withSecret(values, row.sealed());
    }

    /** Writes all that may change; a credential that {@link ProviderCredential#movedTo moved} loses its stored secret. */
    public Future<Void> update(TenantId tenant, SqlClient tx, SealedCredential row) {
        ProviderCredential credential = row.credential();
        Tuple values = Tuple.tuple()
                .addValue(tenant.value())
                .addValue(credential.id().value())
                .addValue(credential.name())
                .addValue(credential.origin().url())
                .addValue(credential.trusted())
                .addValue(credential.lastFour().orElse(null))
                .addValue(credential.secretVersion())
                .addValue(credential.version())
                .addValue(credential.updatedAt().atOffset(UTC));
        return tx.preparedQuery(UPDATE)
                .execute(withSecret(values, row.sealed()))
                .mapEmpty();
    }

    private static Tuple withSecret(Tuple values, Optional<Sealed> sealed) {
        return values.addValue(sealed.map(Sealed::kekVersion).orElse(null))
                .addValue(sealed.map(it -> Buffer.buffer(it.wrappedKey())).orElse(null))
                .addValue(sealed.map(it -> Buffer.buffer(it.ciphertext())).orElse(null));
    }

    public Future<Void> delete(TenantId tenant, SqlClient tx, CredentialId id) {
        return tx.preparedQuery(DELETE)
                .execute(Tuple.of(tenant.value(), id.value()))
                .mapEmpty();
    }

    public Future<Optional<ProviderCredential>> find(TenantId tenant, SqlClient tx, CredentialId id) {
        return findSealed(tenant, tx, id).map(found -> found.map(SealedCredential::credential));
    }

    /** As {@link #find}, and keeps others from changing it until the transaction ends. */
    public Future<Optional<ProviderCredential>> findForUpdate(TenantId tenant, SqlClient tx, CredentialId id) {
        return tx.preparedQuery(LOCK)
                .execute(Tuple.of(tenant.value(), id.value()))
                .map(rows -> rows.stream().findFirst().map(CredentialStore::read));
    }

    public Future<Optional<SealedCredential>> findSealed(TenantId tenant, SqlClient tx, CredentialId id) {
        return tx.preparedQuery(FIND)
                .execute(Tuple.of(tenant.value(), id.value()))
                .map(rows -> rows.stream().findFirst().map(row -> new SealedCredential(read(row), sealed(row))));
    }

    /** All of a tenant's, oldest first: that is the order of preference. */
    public Future<List<ProviderCredential>> list(TenantId tenant, SqlClient tx) {
        return tx.preparedQuery(LIST)
                .execute(Tuple.of(tenant.value()))
                .map(rows -> rows.stream().map(CredentialStore::read).toList());
    }

    private static ProviderCredential read(Row row) {
        return new ProviderCredential(
                new CredentialId(row.getString("id")),
                new TenantId(row.getString("tenant_id")),
                row.getString("provider"),
                row.getString("name"),
                Origin.parse(row.getString("origin")),
                row.getBoolean("trusted"),
                Optional.ofNullable(row.getString("last_four")),
                row.getInteger("secret_version"),
                row.getLong("version"),
                row.getString("created_by"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("updated_at").toInstant());
    }

    private static Optional<Sealed> sealed(Row row) {
        return Optional.ofNullable(row.getBuffer("ciphertext"))
                .map(ciphertext -> new Sealed(
                        row.getInteger("kek_version"),
                        row.getBuffer("wrapped_dek").getBytes(),
                        ciphertext.getBytes()));
    }
}
