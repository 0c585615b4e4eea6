package io.signalbox.dialect.openai;

import io.signalbox.chat.OutputSample;
import io.signalbox.chat.Piece;
import io.signalbox.chat.UsageLine;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.json.JsonCursor;
import io.signalbox.money.ServiceTier;
import io.signalbox.money.TokenUsage;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The data of one event of a stream, kept as its bytes: everything but model and usage reaches the client untouched. */
public final class CompletionChunk implements Piece {

    private final byte[] bytes;
    private final AnswerScan scan;
    private final int outputBytes;
    private final @Nullable ChunkTemplate like;

    private CompletionChunk(byte[] bytes, AnswerScan scan, int outputBytes, @Nullable ChunkTemplate like) {
        this.bytes = bytes;
        this.scan = scan;
        this.outputBytes = outputBytes;
        this.like = like;
    }

    /** Reads one event's data in one pass; fails with {@code PROVIDER_MALFORMED} when it is no JSON object. The array is not copied. */
    public static CompletionChunk read(byte[] data) {
        try {
            AnswerScan scan = AnswerScan.read(data);
            return new CompletionChunk(data, scan, (int) scan.outputBytes(), null);
        } catch (IOException malformed) {
            throw malformed("the provider's stream holds invalid JSON", malformed);
        }
    }

    /** A chunk that fits {@code template}. */
    static CompletionChunk like(ChunkTemplate template, byte[] data) {
        return new CompletionChunk(data, template.scan(), template.outputBytes(data), template);
    }

    /** What chunks that follow this one may have in common with it. */
    Optional<ChunkTemplate> template() {
        return ChunkTemplate.of(bytes, scan);
    }

    static Fault malformed(String message, IOException cause) {
        return Fault.with(FaultCode.PROVIDER_MALFORMED, message)
                .detail(JsonCursor.place(cause))
                .build();
    }

    /** The data as the provider sent it. */
    public Buffer data() {
        return Buffer.buffer(bytes);
    }

    /** The provider's counts as disjoint classes; empty when this chunk has none that can be believed. */
    @Override
    public Optional<TokenUsage> usage() {
        return scan.usage();
    }

    @Override
    public Optional<ServiceTier> serviceTier() {
        return scan.serviceTier();
    }

    /** Whether the chunk holds some of the model's output: text, reasoning, a refusal or a tool call. */
    public boolean hasOutput() {
        return outputBytes > 0;
    }

    /** Bytes of the output as written in JSON, over all choices: never less than their UTF-8 size. */
    @Override
    public int outputBytes() {
        return outputBytes;
    }

    /** Whether the chunk is the extra one that {@code include_usage} asks for: usage and no choice. */
    public boolean isUsageOnly() {
        return scan.hasUsage() && scan.choices() < 1;
    }

    @Override
    public void sample(OutputSample sample) {
        if (like != null) {
            like.sample(bytes, sample);
            return;
        }
        int only = scan.onlyOutput();
        if (only >= 0) {
            sample.addWritten(bytes, only, outputBytes);
        }
    }

    @Override
    public boolean begins() {
        return hasOutput() || finishedChoices() > 0 || isUsageOnly();
    }

    /** Why the first choice that ends in this chunk ended. */
    public Optional<String> finishReason() {
        return scan.finishReason();
    }

    /** How many choices end in this chunk. */
    public int finishedChoices() {
        return scan.finished();
    }

    /** The highest {@code index} of the choices in this chunk, −1 when it has none. */
    public long choiceIndexMax() {
        return scan.choiceIndexMax();
    }

    /** Whether this is no chunk but the provider's report of an error. */
    public boolean isError() {
        return scan.isError();
    }

    /** The data for the client: {@code model} is the name that served. */
    public Buffer rendered(String model) {
        return like == null ? scan.rendered(model) : like.rendered(bytes, model);
    }

    /** As {@link #rendered(String)}, with the line in {@code usage}. */
    public Buffer rendered(String model, UsageLine line) {
        return like == null ? scan.rendered(model, line) : read(bytes).rendered(model, line);
    }
}
