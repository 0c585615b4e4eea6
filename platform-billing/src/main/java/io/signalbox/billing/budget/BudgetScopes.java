package io.signalbox.billing.budget;

import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.key.KeyId;
import io.signalbox.key.VirtualKeyStore;
import io.signalbox.tenant.AppId;
import io.signalbox.tenant.AppStore;
import io.signalbox.tenant.MemberId;
import io.signalbox.tenant.MemberStore;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Whether what a budget names is there. Another tenant's id and one that never was are told alike; tasks, models and tags need not have been seen yet. */
final class BudgetScopes {

    private final AppStore apps = new AppStore();
    private final VirtualKeyStore keys = new VirtualKeyStore();
    private final MemberStore members = new MemberStore();

    Future<Void> check(TenantId tenant, SqlClient tx, BudgetScope scope, String id) {
        Future<Boolean> known = switch (scope) {
            case TENANT -> Future.succeededFuture(id.equals(tenant.value()));
            case APP -> exists(id, AppId::new, app -> apps.find(tenant, tx, app));
            case KEY -> exists(id, KeyId::new, key -> keys.find(tenant, tx, key));
            case MEMBER -> exists(id, MemberId::new, member -> members.find(tenant, tx, member));
            case TASK, MODEL, TAG -> Future.succeededFuture(!id.isBlank());
        };
        return known.compose(it -> it ? Future.succeededFuture() : Future.failedFuture(unknown()));
    }

    private static <I, T> Future<Boolean> exists(
            String id, Function<String, I> type, Function<I, Future<Optional<T>>> find) {
        I typed;
        try {
            typed = type.apply(id);
        } catch (IllegalArgumentException noSuchId) {
            return Future.succeededFuture(false);
        }
        return find.apply(typed).map(Optional::isPresent);
    }

    private static Fault unknown() {
        return Fault.with(FaultCode.INVALID_REQUEST, "'scope_id' names nothing of that scope.")
                .param("scope_id")
                .metadata(
                        "errors",
                        List.of(Map.of(
                                "pointer", "/scope_id", "code", "unknown", "message", "names nothing of that scope")))
                .build();
    }
}
