package io.signalbox.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.money.TokenUsage;
import java.util.Optional;

/**
 * {@code usageMetadata} (https://ai.google.dev/api/generate-content#UsageMetadata) as disjoint classes. The prompt includes what was cached; what tools of
 * the provider's own read comes beside it; thoughts come beside the candidates. The total decides where the two disagree.
 */
final class UsageMetadata {

    /** No context is longer, and no price times as many overflows; an object that claims more is not believed. */
    private static final long TOKENS_MAX = 10_000_000;

    private final JsonNode usage;

    private UsageMetadata(JsonNode usage) {
        this.usage = usage;
    }

    /** Empty when the prompt's count is missing or some count claims more than {@value #TOKENS_MAX}. */
    static Optional<TokenUsage> read(JsonNode usage) {
        return usage.path("promptTokenCount").isIntegralNumber() ? new UsageMetadata(usage).tokens() : Optional.empty();
    }

    private Optional<TokenUsage> tokens() {
        long prompt = count("promptTokenCount") + count("toolUsePromptTokenCount");
        long answer = count("candidatesTokenCount");
        long thoughts = count("thoughtsTokenCount");
        long total = count("totalTokenCount");
        if (prompt > TOKENS_MAX || answer > TOKENS_MAX || thoughts > TOKENS_MAX || total > 2 * TOKENS_MAX) {
            return Optional.empty();
        }
        if (thoughts > 0 && total == prompt + answer) {
            // Some models count their thoughts among the candidates.
            thoughts = Math.min(thoughts, answer);
            answer -= thoughts;
        }
        // What the total holds beyond all its parts was produced, though nobody says as what.
        thoughts += Math.max(0, total - prompt - answer - thoughts);
        long cached = Math.min(count("cachedContentTokenCount"), prompt);
        long audioIn =
                Math.min(Math.max(0, audio("promptTokensDetails") - audio("cacheTokensDetails")), prompt - cached);
        long audioOut = Math.min(audio("candidatesTokensDetails"), answer);
        return Optional.of(new TokenUsage(
                prompt - cached - audioIn, cached, 0, 0, answer - audioOut, thoughts, audioIn, audioOut, 0));
    }

    private long count(String name) {
        return count(usage.path(name));
    }

    private static long count(JsonNode count) {
        return count.isIntegralNumber() ? Math.max(0, Math.min(count.asLong(), 3 * TOKENS_MAX)) : 0;
    }

    private long audio(String details) {
        long tokens = 0;
        for (JsonNode each : usage.path(details)) {
            if ("AUDIO".equals(each.path("modality").asText())) {
                tokens += count(each.path("tokenCount"));
            }
        }
        return Math.min(tokens, TOKENS_MAX);
    }
}
