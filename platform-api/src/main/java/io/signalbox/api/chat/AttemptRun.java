package io.signalbox.api.chat;

import io.signalbox.billing.budget.Reservation;
import io.signalbox.billing.price.SettledRates;
import io.signalbox.billing.usage.Confidence;
import io.signalbox.billing.usage.Discounts;
import io.signalbox.billing.usage.RequestRecord.AttemptRecord;
import io.signalbox.billing.usage.UsageEvent;
import io.signalbox.catalog.Deployment;
import io.signalbox.catalog.Feature;
import io.signalbox.catalog.Operation;
import io.signalbox.chat.RequestScan;
import io.signalbox.money.CostByClass;
import io.signalbox.money.Money;
import io.signalbox.money.Rates;
import io.signalbox.money.ServiceTier;
import io.signalbox.money.TokenUsage;
import io.signalbox.route.Attempt;
import io.signalbox.route.RequestFacts;
import io.signalbox.token.PromptText;
import io.signalbox.token.TextSource;
import io.signalbox.token.TokenCounter;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One attempt under way: its number (from 1), its event id, what it reserved and when it was sent. */
record AttemptRun(
        ChatRun run,
        int number,
        Attempt attempt,
        String eventId,
        Reservation reservation,
        Instant sentAt,
        long sentNanos) {

    /** English text has about four bytes a token. */
    private static final int TYPICAL_BYTES_PER_TOKEN = 4;

    private static final int TOKENS_PER_MESSAGE = 4;

    Deployment deployment() {
        return attempt.deployment();
    }

    /** How long its answer may take to begin: half of what is left of the request's time when another attempt could follow, else all of it. */
    Duration timeToBegin() {
        Duration left = run.call().timeLeft();
        return number < run.plan().attempts().size() ? left.dividedBy(2) : left;
    }

    /** What was used as far as the provider did not say: the prompt and the output that reached us, or the output since it last said, counted here. */
    Future<TokenUsage> counted(TokenCounter tokens, Delivered delivered) {
        return delivered
                .reported()
                .map(reported -> toppedUp(tokens, reported, delivered))
                .orElseGet(() -> counted(tokens, delivered.output()));
    }

    private Future<TokenUsage> counted(TokenCounter tokens, TextSource output) {
        RequestScan scan = run.call().scan();
        RequestFacts facts = scan.facts();
        boolean chat = facts.wire().operation() == Operation.CHAT;
        long frames = chat ? (long) TOKENS_PER_MESSAGE * facts.messages() : 0;
        return tokens.counts(List.of(new PromptText(scan), output)).map(counts -> {
            long prompt = facts.needs(Feature.TOKEN_INPUT) ? facts.inputBytes() : counts.get(0);
            return Bounds.within(this, Math.max(1, prompt + frames), counts.get(1));
        });
    }

    private Future<TokenUsage> toppedUp(TokenCounter tokens, TokenUsage reported, Delivered delivered) {
        long room = Math.max(0, reservation.outputTokens() - reported.completionTokens());
        return tokens.counts(List.of(delivered.output()))
                .map(counts -> Math.multiplyExact(counts.get(0), delivered.unreportedBytes()) / delivered.bytes())
                .map(since -> reported.plusOutput(Math.min(since, room)));
    }

    /** What was used when nobody can tell, by the prompt's bytes: only for the record, the cost is what was reserved. */
    TokenUsage guessed() {
        var facts = run.call().scan().facts();
        long input = (facts.inputBytes() + TYPICAL_BYTES_PER_TOKEN - 1) / TYPICAL_BYTES_PER_TOKEN
                + (long) TOKENS_PER_MESSAGE * facts.messages();
        return TokenUsage.ofText(input, 0);
    }

    /** What it comes to: {@code usage} at the rates of the service tier that the provider {@code stated}, or all of the reservation when nobody knows. */
    UsageEvent event(TokenUsage usage, Confidence confidence, Optional<ServiceTier> stated) {
        boolean known = confidence != Confidence.UNKNOWN;
        SettledRates by = SettledRates.of(
                deployment().rates(),
                deployment().priceVersion(),
                known ? run.call().scan().facts().serviceTier() : Optional.empty(),
                stated);
        Optional<Money> cost = by.rates().map(rates -> known ? rates.cost(usage) : reservation.amount());
        ChatCall call = run.call();
        UsageEvent event = new UsageEvent(
                eventId,
                call.requestId(),
                number,
                call.caller().tenant(),
                call.caller().app(),
                call.caller().key(),
                call.caller().mode(),
                deployment().provider().name(),
                deployment().isPaidDirectlyBy(call.caller().tenant()),
                deployment().model().name(),
                call.requestedModel(),
                run.plan().task().map(task -> task.name()),
                attempt.reason().wireName(),
                usage,
                cost,
                known ? baseline(usage) : Optional.empty(),
                by.confidence(confidence),
                by.version(),
                call.at(),
                sentAt.plusNanos(System.nanoTime() - sentNanos),
                call.options().tags());
        Optional<Rates> rates = by.rates().filter(priced -> known);
        return event.with(
                rates.map(priced -> CostByClass.split(priced.cost(usage), usage, priced))
                        .orElse(CostByClass.NONE),
                rates.map(priced -> Discounts.of(usage, list(deployment()).orElse(priced), priced))
                        .orElse(Discounts.NONE),
                call.way(deployment()));
    }

    private Optional<Money> baseline(TokenUsage usage) {
        return run.plan().baseline().flatMap(AttemptRun::list).map(rates -> rates.cost(usage));
    }

    /** What a model costs by the standard tier, whatever was asked for. */
    private static Optional<Rates> list(Deployment deployment) {
        return deployment.rates().map(rates -> rates.stated(ServiceTier.STANDARD));
    }

    AttemptRecord record(String outcome, Optional<Money> cost) {
        return new AttemptRecord(
                number,
                deployment().model().name(),
                deployment().provider().name(),
                attempt.reason().wireName(),
                attempt.why(),
                outcome,
                took().toMillis(),
                cost,
                Optional.of(eventId));
    }

    Duration took() {
        return Duration.ofNanos(System.nanoTime() - sentNanos);
    }
}
