package io.signalbox.web.budgets;

import io.signalbox.billing.budget.BudgetScope;
import io.signalbox.id.PageRequest;
import io.signalbox.key.VirtualKeyStore;
import io.signalbox.tenant.AppStore;
import io.signalbox.tenant.MemberStore;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The names that people know apps, keys and members by, of the newest 200 each. */
record BudgetNames(Map<String, String> apps, Map<String, String> keys, Map<String, String> members) {

    private static final PageRequest NEWEST = PageRequest.first(200);

    static Future<BudgetNames> load(TenantId tenant, SqlClient tx) {
        BudgetNames names = new BudgetNames(new HashMap<>(), new HashMap<>(), new HashMap<>());
        return new AppStore()
                .list(tenant, tx, NEWEST)
                .map(apps -> {
                    apps.forEach(app -> names.apps.put(app.id().value(), app.name()));
                    return names;
                })
                .compose(told -> new VirtualKeyStore().list(tenant, tx, Optional.empty(), NEWEST))
                .map(keys -> {
                    keys.forEach(key -> names.keys.put(key.id().value(), key.name()));
                    return names;
                })
                .compose(told -> new MemberStore().list(tenant, tx, NEWEST))
                .map(members -> {
                    members.forEach(member -> names.members.put(member.id().value(), member.name()));
                    return names;
                });
    }

    Map<String, String> all() {
        Map<String, String> all = new HashMap<>(apps);
        all.putAll(keys);
        all.putAll(members);
        return all;
    }

    /** The id that {@code which} means in a scope: an id itself, or the one thing of that name; empty when that is none or several. */
    Optional<String> idOf(BudgetScope scope, String which, TenantId tenant) {
        return switch (scope) {
            case TENANT -> Optional.of(tenant.value());
            case APP -> one(apps, which);
            case KEY -> one(keys, which);
            case MEMBER -> one(members, which);
            case TASK, MODEL, TAG -> Optional.of(which);
        };
    }

    private static Optional<String> one(Map<String, String> names, String which) {
        if (names.containsKey(which)) {
            return Optional.of(which);
        }
        List<String> ids = names.entrySet().stream()
                .filter(each -> each.getValue().equalsIgnoreCase(which))
                .map(Map.Entry::getKey)
                .toList();
        return ids.size() == 1 ? Optional.of(ids.get(0)) : Optional.empty();
    }
}
