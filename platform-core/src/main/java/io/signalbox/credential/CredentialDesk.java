package io.signalbox.credential;

import io.signalbox.audit.Acting;
import io.signalbox.audit.Deed;
import io.signalbox.audit.Deeds;
import io.signalbox.config.Secret;
import io.signalbox.credential.CredentialStore.SealedCredential;
import io.signalbox.db.Database;
import io.signalbox.db.Topic;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.id.IdSource;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What tenants do with their provider credentials. Every change is audited and known to this node before its future completes. An origin must
 * pass the {@link Egress}, and a secret never leaves once it is in. Safe on any thread.
 */
public final class CredentialDesk {

    private final Database database;
    private final Deeds deeds;
    private final SecretBox box;
    private final IdSource ids;
    private final Egress egress;
    private final CredentialStore credentials = new CredentialStore();

    public CredentialDesk(Database database, Deeds deeds, SecretBox box, IdSource ids, Egress egress) {
        this.database = database;
        this.deeds = deeds;
        this.box = box;
        this.ids = ids;
        this.egress = egress;
    }

    /** What somebody wants a credential to be. */
    public record NewCredential(String provider, String name, Origin origin, Optional<Secret> secret) {}

    /** What to change; what is empty stays. Another origin without a secret leaves the credential without one. */
    public record Amendment(Optional<String> name, Optional<Origin> origin, Optional<Secret> secret) {}

    public Future<List<ProviderCredential>> list(TenantId tenant) {
        return database.inTransaction(tenant, tx -> credentials.list(tenant, tx));
    }

    public Future<ProviderCredential> find(TenantId tenant, CredentialId id) {
        return database.inTransaction(
                tenant, tx -> credentials.find(tenant, tx, id).compose(CredentialDesk::orUnknown));
    }

    public Future<ProviderCredential> create(Acting acting, NewCredential wanted) {
        Instant now = deeds.now();
        ProviderCredential bare = new ProviderCredential(
                new CredentialId(ids.next("cred")),
                acting.tenant(),
                wanted.provider(),
                wanted.name(),
                wanted.origin(),
                false,
                Optional.empty(),
                0,
                1,
                acting.actor().id(),
                now,
                now);
        SealedCredential row = sealed(bare, wanted.secret(), now);
        ProviderCredential credential = row.credential();
        return admit(wanted.origin())
                .compose(admitted -> deeds.openly(
                        acting,
                        Topic.CREDENTIALS,
                        credential.id().value(),
                        tx -> credentials
                                .insert(acting.tenant(), tx, row)
                                .map(Deed.created(credential, target(credential), audited(credential)))));
    }

    /** Fails with {@code VERSION_CONFLICT} unless {@code version} is the current one. */
    public Future<ProviderCredential> amend(Acting acting, CredentialId id, long version, Amendment wanted) {
        return wanted.origin()
                .map(this::admit)
                .orElseGet(Future::succeededFuture)
                .compose(admitted -> deeds.openly(
                        acting,
                        Topic.CREDENTIALS,
                        id.value(),
                        tx -> current(acting.tenant(), tx, id, version).compose(found -> {
                            SealedCredential row = amended(found, wanted);
                            return credentials
                                    .update(acting.tenant(), tx, row)
                                    .map(Deed.changed(
                                            row.credential(),
                                            target(found),
                                            "changed",
                                            audited(found),
                                            audited(row.credential())));
                        })));
    }

    /** Fails with {@code VERSION_CONFLICT} unless {@code version} is the current one. */
    public Future<Void> delete(Acting acting, CredentialId id, long version) {
        return deeds.openly(
                acting,
                Topic.CREDENTIALS,
                id.value(),
                tx -> current(acting.tenant(), tx, id, version)
                        .compose(found -> credentials
                                .delete(acting.tenant(), tx, id)
                                .map(gone -> Deed.deleted(gone, target(found), audited(found)))));
    }

    private Future<Void> admit(Origin origin) {
        return egress.to(origin)
                .compose(verdict -> verdict.fold(
                        open -> Future.succeededFuture(), refused -> Future.failedFuture(refusal(refused.why()))));
    }

    private static Fault refusal(String why) {
        return Fault.with(FaultCode.INVALID_REQUEST, "The base URL is refused: " + why + ".")
                .param("base_url")
                .metadata("errors", List.of(Map.of("pointer", "/base_url", "code", "refused", "message", why)))
                .build();
    }

    private SealedCredential amended(ProviderCredential found, Amendment wanted) {
        Instant now = deeds.now();
        ProviderCredential next =
                wanted.name().map(name -> found.renamed(name, now)).orElse(found);
        ProviderCredential placed =
                wanted.origin().map(origin -> next.movedTo(origin, now)).orElse(next);
        SealedCredential row = sealed(placed, wanted.secret(), now);
        return new SealedCredential(row.credential().succeeding(found), row.sealed());
    }

    private SealedCredential sealed(ProviderCredential credential, Optional<Secret> secret, Instant now) {
        if (secret.isEmpty()) {
            return new SealedCredential(credential, Optional.empty());
        }
        ProviderCredential holding = credential.holding(secret.get(), now);
        return new SealedCredential(holding, Optional.of(box.seal(holding, secret.get())));
    }

    private Future<ProviderCredential> current(TenantId tenant, SqlClient tx, CredentialId id, long version) {
        return credentials
                .findForUpdate(tenant, tx, id)
                .compose(CredentialDesk::orUnknown)
                .compose(found -> found.version() == version
                        ? Future.succeededFuture(found)
                        : Future.failedFuture(
                                Fault.with(FaultCode.VERSION_CONFLICT, "The credential has changed since you read it.")
                                        .metadata("version", found.version())
                                        .build()));
    }

    private static Future<ProviderCredential> orUnknown(Optional<ProviderCredential> found) {
        return found.map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(Fault.of(FaultCode.NOT_FOUND, "There is no such object.")));
    }

    private static Deed.Target target(ProviderCredential credential) {
        return new Deed.Target("credential", credential.id().value());
    }

    private static JsonObject audited(ProviderCredential credential) {
        return new JsonObject()
                .put("provider", credential.provider())
                .put("name", credential.name())
                .put("base_url", credential.origin().url())
                .put("last_four", credential.lastFour().orElse(null))
                .put("secret_version", credential.secretVersion());
    }
}
