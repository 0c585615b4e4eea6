package io.signalbox.api.chat;

import io.signalbox.billing.budget.BudgetAction;
import io.signalbox.billing.budget.BudgetDenial;
import io.signalbox.billing.budget.BudgetGate;
import io.signalbox.billing.budget.Reservation;
import io.signalbox.billing.budget.ReserveRequest;
import io.signalbox.billing.usage.Confidence;
import io.signalbox.billing.usage.UsageEvent;
import io.signalbox.chat.Reply;
import io.signalbox.chat.UsageLine;
import io.signalbox.config.Secret;
import io.signalbox.credential.CredentialVault;
import io.signalbox.fault.Blame;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.id.IdSource;
import io.signalbox.provider.Exposure;
import io.signalbox.provider.ProviderCall;
import io.signalbox.provider.ProviderClient;
import io.signalbox.provider.ProviderReply;
import io.signalbox.route.Attempt;
import io.signalbox.route.PriceTerms;
import io.signalbox.route.RoutePlan;
import io.signalbox.route.RoutePlanner;
import io.signalbox.route.RouteWatch;
import io.signalbox.telemetry.Meters;
import io.signalbox.token.TokenCounter;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The one orchestration of a chat request: plan → reserve → attempt, next on a retriable failure → settle. No byte goes upstream before its reservation is
 * on disk, and no answer ends before its settlement is. One per event loop.
 */
public final class ChatPipeline {

    private final RouteWatch routes;
    private final RoutePlanner planner;
    private final BudgetGate gate;
    private final DeploymentSecrets secrets;
    private final ProviderClient client;
    private final TokenCounter tokens;
    private final IdSource ids;
    private final InstantSource clock;
    private final Meters meters;

    /** What a pipeline works with; {@code client} belongs to the same event loop. */
    public record Parts(
            RouteWatch routes,
            RoutePlanner planner,
            BudgetGate gate,
            CredentialVault vault,
            ProviderClient client,
            TokenCounter tokens,
            IdSource ids,
            InstantSource clock,
            Meters meters) {}

    public ChatPipeline(Parts parts) {
        this.routes = parts.routes();
        this.planner = parts.planner();
        this.gate = parts.gate();
        this.secrets = new DeploymentSecrets(parts.vault());
        this.client = parts.client();
        this.tokens = parts.tokens();
        this.ids = parts.ids();
        this.clock = parts.clock();
        this.meters = parts.meters();
    }

    /** Answers {@code run}'s request; fails with a {@link Fault} once every attempt is accounted for. */
    Future<ChatAnswer> answer(ChatRun run) {
        return routes.of(run.call().caller())
                .map(world -> run.planned(planner.plan(run.call().routeRequest(), world.catalog(), world.policy())))
                .compose(plan -> attempt(run, 0));
    }

    private Future<ChatAnswer> attempt(ChatRun run, int index) {
        Attempt attempt = run.plan().attempts().get(index);
        return reserve(run, index + 1, attempt)
                .compose(reserved -> send(reserved)
                        .compose(reply -> reply.fold(
                                whole -> answered(reserved, whole.reply()),
                                streamed -> streaming(reserved, streamed),
                                failed -> failed(reserved, failed, index))));
    }

    private Future<AttemptRun> reserve(ChatRun run, int number, Attempt attempt) {
        String eventId = ids.next("evt");
        ReserveRequest request = Bounds.reserve(run, number, attempt, eventId);
        return gate.reserve(request)
                .compose(outcome -> outcome.fold(
                        held -> started(run, number, attempt, held.reservation()),
                        exhausted -> exhausted(run, request, exhausted.denial()),
                        inFlight -> denied(
                                BudgetFaults.inFlight(inFlight),
                                inFlight.denial().scope()),
                        unpriceable -> Future.<AttemptRun>failedFuture(BudgetFaults.unpriceable(
                                attempt.deployment().model().name(),
                                PriceTerms.unpriced(
                                        run.call().scan().facts(),
                                        attempt.deployment().rates()),
                                unpriceable))));
    }

    /** A budget that would rather have something cheaper gets it, in place of the attempt it refused. */
    private Future<AttemptRun> exhausted(ChatRun run, ReserveRequest refused, BudgetDenial denial) {
        return gate.actionOf(refused, denial)
                .compose(action -> action == BudgetAction.DOWNGRADE
                        ? cheaper(run, refused.attempt(), denial)
                        : Future.succeededFuture(Optional.empty()))
                .compose(plan -> plan.isEmpty()
                        ? denied(BudgetFaults.exhausted(denial), denial.scope())
                        : reserve(
                                run,
                                refused.attempt(),
                                run.planned(plan.get()).attempts().get(refused.attempt() - 1)));
    }

    private Future<Optional<RoutePlan>> cheaper(ChatRun run, int number, BudgetDenial denial) {
        return routes.of(run.call().caller())
                .map(world -> planner.cheaper(
                        run.plan(),
                        number - 1,
                        run.call().routeRequest(),
                        world,
                        "budget '" + denial.name() + "' does not afford more"));
    }

    private Future<AttemptRun> denied(Fault fault, String scope) {
        meters.budgetDenied(scope, fault.code());
        return Future.failedFuture(fault);
    }

    private Future<AttemptRun> started(ChatRun run, int number, Attempt attempt, Reservation reservation) {
        AttemptRun started = new AttemptRun(
                run, number, attempt, reservation.eventId(), reservation, clock.instant(), System.nanoTime());
        if (run.isGone()) {
            return unsent(reservation, ChatRun.gone());
        }
        if (!run.call().isInTime()) {
            return unsent(
                    reservation,
                    Fault.of(FaultCode.PROVIDER_TIMEOUT, "The time for this request was up before it was sent."));
        }
        run.attemptStarted(reservation.clamped() ? Bounds.upstreamLimit(started) : 0);
        return Future.succeededFuture(started);
    }

    private Future<AttemptRun> unsent(Reservation reservation, Fault why) {
        return gate.release(reservation, why.code().wireName()).compose(released -> Future.failedFuture(why));
    }

    private Future<ProviderReply> send(AttemptRun attempt) {
        return secrets.of(attempt.deployment())
                .compose(secret -> attempt.run()
                        .running(client.send(call(attempt, secret)))
                        .reply())
                .recover(notSent -> Future.succeededFuture(new ProviderReply.Failed(
                        notSent instanceof Fault fault
                                ? fault
                                : Fault.with(FaultCode.INTERNAL, "The attempt could not be sent.")
                                        .cause(notSent)
                                        .build(),
                        true,
                        Exposure.NOT_SENT)));
    }

    private static ProviderCall call(AttemptRun attempt, Optional<Secret> secret) {
        ChatCall call = attempt.run().call();
        return new ProviderCall(
                attempt.deployment(),
                secret,
                call.scan(),
                Bounds.upstreamLimit(attempt),
                call.timeLeft(),
                attempt.timeToBegin(),
                call.requestId(),
                attempt.sentAt());
    }

    private Future<ChatAnswer> answered(AttemptRun attempt, Reply reply) {
        attempt.run().waitedForProvider(attempt.took());
        attempt.run().serving(attempt.attempt());
        Optional<Fault> fault = attempt.run().isGone() ? Optional.of(ChatRun.gone()) : Optional.empty();
        return settle(attempt, Delivered.whole(reply), fault).map(line -> new ChatAnswer.Whole(reply, line));
    }

    private Future<ChatAnswer> streaming(AttemptRun attempt, ProviderReply.Streamed streamed) {
        attempt.run().waitedForProvider(attempt.took());
        attempt.run().serving(attempt.attempt());
        attempt.run().firstOutput();
        return Future.succeededFuture(new ChatAnswer.Streamed(streamed.stream(), new StreamSettlement(this, attempt)));
    }

    private Future<ChatAnswer> failed(AttemptRun attempt, ProviderReply.Failed failed, int index) {
        ChatRun run = attempt.run();
        run.waitedForProvider(attempt.took());
        Fault fault = run.isGone() ? ChatRun.gone() : failed.fault();
        return account(attempt, failed.exposure(), fault)
                .compose(accounted -> mayContinue(run, failed, index)
                        ? fallBack(attempt, fault, index + 1)
                        : Future.failedFuture(fault));
    }

    private Future<ChatAnswer> fallBack(AttemptRun attempt, Fault fault, int next) {
        meters.fellBack(attempt.deployment().provider().name(), fault.code());
        return attempt(attempt.run(), next);
    }

    private static boolean mayContinue(ChatRun run, ProviderReply.Failed failed, int index) {
        return failed.retriable()
                && !run.isGone()
                && index + 1 < run.plan().attempts().size()
                && run.call().isInTime();
    }

    /** Ends a failed attempt's reservation: nothing when the provider refused it, all of it when nobody can tell. */
    private Future<Void> account(AttemptRun attempt, Exposure exposure, Fault fault) {
        meters.attemptEnded(
                attempt.deployment().provider().name(),
                attempt.deployment().model().label(),
                attempt.took(),
                Optional.of(fault.code()));
        String outcome = fault.code().wireName();
        if (exposure == Exposure.UNKNOWN) {
            UsageEvent event = attempt.event(attempt.guessed(), Confidence.UNKNOWN, Optional.empty());
            count(attempt, event, outcome);
            return gate.settle(attempt.reservation(), event);
        }
        attempt.run().notBilled(attempt, outcome);
        return gate.release(attempt.reservation(), outcome);
    }

    /**
     * Settles the attempt that served, whole or until {@code fault}: by what the provider reported, and by our own count of what it gave without.
     * Completes when settlement and request record are on disk.
     */
    Future<UsageLine> settle(AttemptRun attempt, Delivered delivered, Optional<Fault> fault) {
        if (delivered.isExact()) {
            return settle(
                    attempt,
                    attempt.event(delivered.reported().orElseThrow(), Confidence.EXACT, delivered.serviceTier()),
                    fault);
        }
        return attempt.counted(tokens, delivered)
                .compose(usage ->
                        settle(attempt, attempt.event(usage, Confidence.ESTIMATED, delivered.serviceTier()), fault));
    }

    private Future<UsageLine> settle(AttemptRun attempt, UsageEvent event, Optional<Fault> fault) {
        meters.attemptEnded(
                attempt.deployment().provider().name(),
                attempt.deployment().model().label(),
                attempt.took(),
                fault.map(Fault::code).filter(code -> code.blame() != Blame.CALLER));
        count(attempt, event, fault.map(it -> it.code().wireName()).orElse("served"));
        attempt.run().ended(fault);
        return gate.settle(attempt.reservation(), event)
                .map(done -> new UsageLine(event.usage(), event.cost(), event.confidence() != Confidence.EXACT));
    }

    private void count(AttemptRun attempt, UsageEvent event, String outcome) {
        meters.settled(event.provider(), attempt.deployment().model().label(), event.usage(), event.cost());
        attempt.run().settled(attempt, event, outcome);
    }
}
