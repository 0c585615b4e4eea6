package io.signalbox.launch;

import io.signalbox.billing.alert.AlertEvaluation;
import io.signalbox.billing.job.Job;
import io.signalbox.billing.job.Jobs;
import io.signalbox.billing.reconcile.AccountWatch;
import io.signalbox.config.SignalboxConfig;
import io.signalbox.credential.Egress;
import io.signalbox.credential.Origin;
import io.signalbox.webhook.ChannelBox;
import io.signalbox.webhook.Courier;
import io.signalbox.webhook.Dispatch;
import io.signalbox.webhook.Mailer;
import io.signalbox.webhook.Outbound;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/** Looks every minute for what to tell and whether the accounts agree, and sends every few seconds what is to be told. */
final class Alerting {

    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);
    private static final Duration FULL_EVERY = Duration.ofDays(1);
    private static final Duration SEND_EVERY = Duration.ofSeconds(5);

    private Alerting() {}

    /** Where webhooks may lead, by the operator's configuration. */
    static Outbound outbound(SignalboxConfig config, Egress egress) {
        return new Outbound(
                egress,
                config.webhooks().trustedOrigins().stream()
                        .map(url -> Origin.parse(url.toString()).authority())
                        .collect(Collectors.toSet()),
                config.smtp().host().isPresent());
    }

    static void start(Jobs jobs, Ground ground, SignalboxConfig config, Outbound outbound, Site.Edges edges) {
        Optional<Mailer> mailer = config.smtp().host().map(host -> new Mailer(ground.vertx(), config.smtp()));
        Courier courier = new Courier(ground.vertx(), outbound, mailer, edges.clock());
        ChannelBox box = new ChannelBox(ground.masterKey(), edges.random());
        Dispatch dispatch = new Dispatch(ground.database(), box, courier, edges.clock(), edges.meters());
        AlertEvaluation evaluation = new AlertEvaluation(ground.database(), edges.ids(), edges.clock(), edges.meters());
        jobs.start(Job.onOneNode("alerts", LOOK_EVERY, evaluation::run));
        AccountWatch accounts =
                new AccountWatch(ground.database(), ground.changes(), edges.ids(), edges.clock(), edges.meters());
        jobs.start(Job.onOneNode("reconciliation", LOOK_EVERY, accounts::checkLately));
        jobs.start(Job.onOneNode(
                "reconciliation-full",
                FULL_EVERY,
                () -> accounts.checkEverything().mapEmpty()));
        jobs.start(Job.onEveryNode("deliveries", SEND_EVERY, dispatch::run));
    }
}
