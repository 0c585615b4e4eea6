package io.signalbox.api.chat;

import io.signalbox.billing.budget.ReserveRequest;
import io.signalbox.catalog.Feature;
import io.signalbox.catalog.Model;
import io.signalbox.chat.RequestScan;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.money.Money;
import io.signalbox.money.Rates;
import io.signalbox.money.TokenUsage;
import io.signalbox.route.Attempt;
import io.signalbox.route.RequestFacts;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The most an attempt can use, so that what is reserved is never less than what it costs. Input: no tokenizer makes more tokens than the prompt's bytes divided
 * by the model's proven minimum, plus what chat templates add per message, and never more than the context. Output: the limit that goes upstream.
 */
final class Bounds {

    /** Templates add a handful of tokens around each message and once around all: these are above every published one. */
    private static final int TOKENS_PER_MESSAGE = 8;

    private static final int TOKENS_PER_REQUEST = 8;

    /**
     * Providers put a prompt of their own before tools, and a form of answer may be told as one: Anthropic's is the longest published with 346 tokens
     * (https://docs.anthropic.com/en/docs/agents-and-tools/tool-use/overview).
     */
    private static final int TOKENS_FOR_TOOLS = 512;

    /** The least output still worth an answer when a budget is nearly used up. */
    private static final int OUTPUT_TOKENS_MIN = 16;

    private Bounds() {}

    static ReserveRequest reserve(ChatRun run, int number, Attempt attempt, String eventId) {
        ChatCall call = run.call();
        Model model = attempt.deployment().model();
        RequestFacts facts = call.scan().facts();
        long input = inputTokens(facts, model);
        long answers = perChoice(call.scan().outputLimit(), model) * facts.choices();
        long rejected = rejected(call.scan());
        long wanted = answers + rejected;
        long least = Math.min(answers, (long) OUTPUT_TOKENS_MIN * facts.choices()) + rejected;
        return new ReserveRequest(
                eventId,
                call.requestId(),
                number,
                call.caller(),
                attempt.deployment(),
                call.requestedModel(),
                run.plan().task().map(task -> task.name()),
                attempt.reason().wireName(),
                input,
                withinCostLimit(call, attempt, input, wanted, least),
                least,
                call.timeLeft(),
                call.options().tags());
    }

    private static long perChoice(long clientLimit, Model model) {
        return clientLimit == 0 ? model.maxOutputTokens() : Math.min(clientLimit, model.maxOutputTokens());
    }

    /** What a prediction gets wrong is billed as output beyond any limit: at most all of it, and no tokenizer makes more tokens than bytes. */
    private static long rejected(RequestScan scan) {
        return scan.facts().needs(Feature.PREDICTION) ? scan.body().length() : 0;
    }

    /** An estimate kept within what was reserved for the attempt: our own count must not break a budget that the bound keeps. */
    static TokenUsage within(AttemptRun attempt, long input, long output) {
        long inputMost = inputTokens(
                attempt.run().call().scan().facts(), attempt.deployment().model());
        return TokenUsage.ofText(
                Math.min(input, inputMost),
                Math.min(output, attempt.reservation().outputTokens()));
    }

    private static long inputTokens(RequestFacts facts, Model model) {
        long most = facts.contextTokens(model);
        if (!facts.isText()) {
            return most;
        }
        int bytesPerToken = facts.needs(Feature.TOKEN_INPUT) ? 1 : model.minBytesPerToken();
        long text = (facts.inputBytes() + bytesPerToken - 1) / bytesPerToken;
        long bound = text
                + (long) TOKENS_PER_MESSAGE * facts.messages()
                + (needsAPrompt(facts) ? TOKENS_FOR_TOOLS : TOKENS_PER_REQUEST);
        return Math.min(bound, most);
    }

    private static boolean needsAPrompt(RequestFacts facts) {
        return facts.needs(Feature.TOOLS) || facts.needs(Feature.JSON_SCHEMA) || facts.needs(Feature.JSON_MODE);
    }

    private static long withinCostLimit(ChatCall call, Attempt attempt, long input, long wanted, long least) {
        Optional<Money> limit = call.options().maxCost();
        Optional<Rates> rates = attempt.deployment().rates();
        if (limit.isEmpty() || rates.isEmpty()) {
            return wanted;
        }
        OptionalLong affordable = rates.get().affordableOutput(limit.get(), input);
        if (affordable.isEmpty() || affordable.getAsLong() < least) {
            throw Fault.with(
                            FaultCode.NO_CAPABLE_MODEL,
                            "An answer by " + attempt.deployment().model().name()
                                    + " may cost more than the request's limit of " + limit.get() + ".")
                    .param("x-signalbox-max-cost-usd")
                    .build();
        }
        return Math.min(wanted, affordable.getAsLong());
    }

    /**
     * The output limit per choice that must go upstream, or 0 to leave the body's own alone: a limit is sent when the client gave one or when less than
     * the model's own maximum was reserved.
     */
    static long upstreamLimit(AttemptRun attempt) {
        RequestScan scan = attempt.run().call().scan();
        long perChoice = (attempt.reservation().outputTokens() - rejected(scan))
                / scan.facts().choices();
        boolean asked = scan.outputLimit() > 0;
        return asked || perChoice < attempt.deployment().model().maxOutputTokens() ? perChoice : 0;
    }
}
