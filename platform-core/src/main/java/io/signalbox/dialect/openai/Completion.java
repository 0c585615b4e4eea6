package io.signalbox.dialect.openai;

import io.signalbox.chat.OutputSample;
import io.signalbox.chat.Reply;
import io.signalbox.chat.UsageLine;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.money.ServiceTier;
import io.signalbox.money.TokenUsage;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Optional;

/** A whole answer of a provider, kept as its bytes: everything but model and usage reaches the client untouched. */
public final class Completion implements Reply {

    private final AnswerScan scan;

    private Completion(AnswerScan scan) {
        this.scan = scan;
    }

    /** Reads a completion in one pass; fails with {@code PROVIDER_MALFORMED} when it is no JSON object or holds no choice. */
    public static Completion read(Buffer body) {
        AnswerScan scan;
        try {
            scan = AnswerScan.read(body.getBytes());
        } catch (IOException malformed) {
            throw CompletionChunk.malformed("the provider's answer is not valid JSON", malformed);
        }
        if (scan.choices() < 1) {
            throw Fault.of(FaultCode.PROVIDER_MALFORMED, "the provider's answer holds no choice");
        }
        return new Completion(scan);
    }

    /** The provider's counts as disjoint classes; empty when it sent none that can be believed. */
    @Override
    public Optional<TokenUsage> usage() {
        return scan.usage();
    }

    @Override
    public Optional<ServiceTier> serviceTier() {
        return scan.serviceTier();
    }

    /** Bytes of the produced text and tool calls as written in JSON, over all choices: never less than their UTF-8 size. */
    @Override
    public long outputBytes() {
        return scan.outputBytes();
    }

    @Override
    public void sample(OutputSample sample) {
        try {
            CompletionReader.read(scan.bytes()).sample(sample);
        } catch (Fault odd) {
            // Good enough to pass on, too odd to understand: its bytes must do.
        }
    }

    /** Why the first choice ended. */
    public Optional<String> finishReason() {
        return scan.finishReason();
    }

    /** The answer for the client: {@code model} is the name that served, {@code usage} carries the line. */
    public Buffer rendered(String model, UsageLine line) {
        return scan.rendered(model, line);
    }
}
