package io.signalbox.billing.budget;

import io.signalbox.billing.job.Job;
import io.signalbox.db.Database;
import io.signalbox.telemetry.LogKey;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks the leases of nodes that have gone silent as suspect, and trusts them again when their node is heard. Suspect leases keep their money: only their
 * node's next start, or an operator's write-off, ends them.
 */
public final class LeaseSweep {

    private static final Logger LOGGER = LoggerFactory.getLogger(LeaseSweep.class);
    private static final Duration EVERY = Duration.ofSeconds(15);

    private final Database database;
    private final LeaseAuthority authority = new LeaseAuthority();
    private final NodeStore nodes = new NodeStore();

    public LeaseSweep(Database database) {
        this.database = database;
    }

    public Job job() {
        return Job.onOneNode("lease-sweep", EVERY, () -> sweep().mapEmpty());
    }

    /** Answers how many leases changed their standing; says so to whoever may have to look after their nodes. */
    public Future<Integer> sweep() {
        return database.acrossTenants(authority::suspect)
                .compose(silent -> database.acrossTenants(authority::trust).map(heard -> silent + heard))
                .compose(changed -> changed == 0
                        ? Future.succeededFuture(changed)
                        : database.acrossTenants(nodes::list).map(all -> {
                            tell(all);
                            return changed;
                        }));
    }

    private static void tell(List<NodeStanding> all) {
        all.stream()
                .filter(each -> each.stranded().nanos() > 0)
                .forEach(
                        each -> LOGGER.atWarn()
                                .addKeyValue(LogKey.NODE, each.node())
                                .addKeyValue("stranded_usd", each.stranded().usd())
                                .log(
                                        "money is held for a node that is silent or has not accounted for it: start it again, or write it off"));
    }
}
