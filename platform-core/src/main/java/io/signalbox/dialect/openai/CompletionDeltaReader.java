package io.signalbox.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.Delta;
import io.signalbox.chat.Deltas;
import io.signalbox.chat.Part;
import io.signalbox.chat.Piece;
import io.signalbox.provider.Frame;
import io.signalbox.provider.PieceReader;
import io.signalbox.provider.ProviderError;
import io.signalbox.provider.Refusal;
import io.signalbox.provider.Trees;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of a stream for a caller of another wire. Tool calls are counted anew: providers number them from 0, from 1, by block, or not at all, and
 * some send a call whole in one chunk. A new id with a name begins another call, even under a number that was used before.
 */
final class CompletionDeltaReader implements PieceReader {

    private record Call(int number, String id) {}

    /** More choices or calls than any provider makes. */
    private static final int NUMBERS_MAX = 1_024;

    private static final String GROQ = "x_groq";

    private final Map<Integer, Map<String, Call>> calls = new HashMap<>();
    private final Map<Integer, Integer> counts = new HashMap<>();
    private final Set<Integer> open = new HashSet<>();
    private final Set<Integer> finished = new HashSet<>();

    @Override
    public boolean isEnd(Frame frame) {
        return CompletionChunkReader.isDone(frame);
    }

    @Override
    public Piece read(Frame frame) {
        ObjectNode chunk = Trees.object(frame.data());
        if (chunk.hasNonNull("error") || "error".equals(frame.type()) || isFailed(chunk)) {
            throw Refusal.inAnswer(ProviderError.read(Buffer.buffer(frame.data())));
        }
        List<Delta> deltas = new ArrayList<>(2);
        for (JsonNode each : chunk.path("choices")) {
            readChoice(each, deltas);
        }
        return new Deltas(deltas, CompletionReader.usage(usage(chunk)));
    }

    /** Where a stream broke off without an error in the usual place: Groq tells it, like its usage, under a name of its own. */
    private static boolean isFailed(ObjectNode chunk) {
        boolean failed = chunk.path(GROQ).hasNonNull("error");
        for (JsonNode each : chunk.path("choices")) {
            failed |= FinishReasons.isFailure(each.path("finish_reason").asText(""));
        }
        return failed;
    }

    private static @Nullable JsonNode usage(ObjectNode chunk) {
        return chunk.hasNonNull("usage") ? chunk.get("usage") : chunk.path(GROQ).get("usage");
    }

    @Override
    public boolean isComplete() {
        return !finished.isEmpty() && finished.containsAll(open);
    }

    private void readChoice(JsonNode choice, List<Delta> to) {
        int index = Math.max(0, Math.min(choice.path("index").asInt(0), NUMBERS_MAX));
        open.add(index);
        if (choice.path("delta") instanceof ObjectNode delta) {
            readDelta(index, delta, to);
        }
        JsonNode logprobs = choice.path("logprobs");
        if (logprobs.isObject()) {
            to.add(new Delta.Logprobs(index, logprobs));
        }
        CompletionReader.text(choice.get("finish_reason")).ifPresent(reason -> {
            if (finished.add(index)) {
                to.add(new Delta.Finished(index, FinishReasons.read(reason), Optional.empty()));
            }
        });
    }

    private void readDelta(int index, ObjectNode delta, List<Delta> to) {
        for (Part each : AnswerContent.read(delta)) {
            if (each instanceof Part.Text text) {
                to.add(new Delta.Text(index, text.text()));
            } else if (each instanceof Part.Refusal refusal) {
                to.add(new Delta.Refusal(index, refusal.text()));
            } else if (each instanceof Part.Thinking thinking) {
                if (!thinking.text().isEmpty()) {
                    to.add(new Delta.Thinking(index, thinking.text()));
                }
                thinking.signature().ifPresent(signature -> to.add(new Delta.Signature(index, signature)));
            } else if (each instanceof Part.RedactedThinking redacted) {
                to.add(new Delta.RedactedThinking(index, redacted.data()));
            }
        }
        int position = 0;
        for (JsonNode each : delta.path("tool_calls")) {
            readCall(index, each, position++, to);
        }
    }

    private void readCall(int index, JsonNode call, int position, List<Delta> to) {
        JsonNode function = call.path("function");
        String id = call.path("id").asText("");
        String name = function.path("name").asText("");
        String key = call.has("index") ? call.path("index").asText() : id.isEmpty() ? "#" + position : id;
        Map<String, Call> known = calls.computeIfAbsent(index, choice -> new HashMap<>());
        Call open = known.get(key);
        int count = counts.getOrDefault(index, 0);
        boolean another = open == null || !id.isEmpty() && !name.isEmpty() && !id.equals(open.id());
        if (another && count < NUMBERS_MAX) {
            open = new Call(count, id);
            known.put(key, open);
            counts.put(index, count + 1);
            to.add(new Delta.CallBegun(
                    index,
                    count,
                    id,
                    name,
                    CompletionReader.text(
                            call.path("extra_content").path("google").path("thought_signature"))));
        }
        String arguments = CompletionReader.arguments(function.path("arguments"));
        if (open != null && !arguments.isEmpty()) {
            to.add(new Delta.CallArguments(index, open.number(), arguments));
        }
    }
}
