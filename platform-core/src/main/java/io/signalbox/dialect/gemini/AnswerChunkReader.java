package io.signalbox.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.Delta;
import io.signalbox.chat.Deltas;
import io.signalbox.chat.Piece;
import io.signalbox.money.TokenUsage;
import io.signalbox.provider.Frame;
import io.signalbox.provider.PieceReader;
import io.signalbox.provider.ProviderError;
import io.signalbox.provider.Refusal;
import io.signalbox.provider.Trees;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a stream of answers, each of which holds what is new. There is no end mark: the stream is complete once every candidate that began has a reason to
 * have ended. Function calls come whole.
 */
final class AnswerChunkReader implements PieceReader {

    /** More candidates than Gemini makes. */
    private static final int CANDIDATES_MAX = 1_024;

    private static final class Progress {
        private int calls;
        private boolean spoke;
        private boolean finished;
    }

    private final String requestId;
    private final Map<Integer, Progress> candidates = new HashMap<>();

    AnswerChunkReader(String requestId) {
        this.requestId = requestId;
    }

    @Override
    public boolean isEnd(Frame frame) {
        return false;
    }

    @Override
    public Piece read(Frame frame) {
        ObjectNode chunk = Trees.object(frame.data());
        if (chunk.hasNonNull("error") || "error".equals(frame.type())) {
            throw Refusal.inAnswer(ProviderError.read(Buffer.buffer(frame.data())));
        }
        Candidate.checkPrompt(chunk);
        List<Delta> deltas = new ArrayList<>(2);
        for (JsonNode each : chunk.path("candidates")) {
            readCandidate(each, deltas);
        }
        return new Deltas(deltas, usage(chunk.path("usageMetadata")));
    }

    /** Counts are cumulative, but the first may come before anything was counted of the answer. */
    private Optional<TokenUsage> usage(JsonNode usage) {
        return usage.has("candidatesTokenCount") || isComplete() ? UsageMetadata.read(usage) : Optional.empty();
    }

    @Override
    public boolean isComplete() {
        return !candidates.isEmpty() && candidates.values().stream().allMatch(each -> each.finished);
    }

    private void readCandidate(JsonNode candidate, List<Delta> to) {
        if (!candidate.isObject()) {
            return;
        }
        int index = Math.max(0, Math.min(candidate.path("index").asInt(0), CANDIDATES_MAX));
        Progress progress = candidates.computeIfAbsent(index, choice -> new Progress());
        if (progress.finished) {
            return;
        }
        int before = to.size();
        for (JsonNode each : candidate.path("content").path("parts")) {
            readPart(each, index, progress, to);
        }
        progress.spoke |= to.size() > before;
        Candidate.logprobs(candidate).ifPresent(it -> to.add(new Delta.Logprobs(index, it)));
        String reason = candidate.path("finishReason").asText("");
        if (!reason.isEmpty()) {
            progress.finished = true;
            to.add(new Delta.Finished(
                    index, Finish.read(reason, progress.calls > 0, progress.spoke), Optional.empty()));
        }
    }

    private void readPart(JsonNode part, int index, Progress progress, List<Delta> to) {
        JsonNode call = part.path("functionCall");
        Optional<String> signature = Signatures.of(part);
        if (call.isObject()) {
            int number = progress.calls++;
            String id = Candidate.callId(call, requestId, index, number);
            to.add(new Delta.CallBegun(index, number, id, call.path("name").asText(""), signature));
            to.add(new Delta.CallArguments(index, number, Candidate.arguments(call)));
            return;
        }
        String text = part.path("text").asText("");
        if (!text.isEmpty()) {
            to.add(part.path("thought").asBoolean() ? new Delta.Thinking(index, text) : new Delta.Text(index, text));
        }
        signature.ifPresent(it -> to.add(new Delta.Signature(index, Signatures.marked(it))));
    }
}
