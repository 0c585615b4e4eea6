package io.signalbox.dialect.cohere;

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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The events of a stream (https://docs.cohere.com/docs/streaming): {@code message-end} completes the answer and holds why it ended and its usage. */
final class CohereEvents implements PieceReader {

    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    /** More calls than any model makes. */
    private static final int CALLS_MAX = 1_024;

    private final Map<String, Integer> calls = new HashMap<>();
    private final Set<Integer> withArguments = new HashSet<>();
    private boolean complete;

    @Override
    public boolean isEnd(Frame frame) {
        return complete && Arrays.equals(frame.data(), DONE);
    }

    @Override
    public Piece read(Frame frame) {
        ObjectNode event = Trees.object(frame.data());
        String type = event.path("type").asText(frame.type());
        List<Delta> deltas = new ArrayList<>(1);
        Optional<TokenUsage> usage = Optional.empty();
        JsonNode message = event.path("delta").path("message");
        switch (type) {
            case "content-start", "content-delta" -> addContent(message.path("content"), deltas);
            case "tool-plan-delta" -> addText(message.path("tool_plan"), deltas);
            case "tool-call-start" -> beginCall(event, message.path("tool_calls"), deltas);
            case "tool-call-delta" -> addArguments(event, message.path("tool_calls"), deltas);
            case "tool-call-end" -> endCall(event, deltas);
            case "message-end" -> {
                end(event.path("delta"), deltas);
                usage = CohereUsage.read(event.path("delta").path("usage"));
            }
            case "error" -> throw Refusal.inAnswer(ProviderError.read(Buffer.buffer(frame.data())));
            default -> {
                // message-start and content-end say nothing; citations have no place elsewhere.
            }
        }
        return new Deltas(deltas, usage);
    }

    @Override
    public boolean isComplete() {
        return complete;
    }

    private static void addContent(JsonNode content, List<Delta> to) {
        String thought = content.path("thinking").asText("");
        if (!thought.isEmpty()) {
            to.add(new Delta.Thinking(0, thought));
        }
        addText(content.path("text"), to);
    }

    private static void addText(JsonNode text, List<Delta> to) {
        if (!text.asText("").isEmpty()) {
            to.add(new Delta.Text(0, text.asText()));
        }
    }

    private void beginCall(JsonNode event, JsonNode call, List<Delta> to) {
        if (calls.size() == CALLS_MAX) {
            return;
        }
        int number = calls.size();
        if (calls.putIfAbsent(index(event), number) == null) {
            JsonNode function = call.path("function");
            to.add(new Delta.CallBegun(
                    0, number, call.path("id").asText(""), function.path("name").asText(""), Optional.empty()));
            addArguments(event, call, to);
        }
    }

    private void addArguments(JsonNode event, JsonNode call, List<Delta> to) {
        String piece = call.path("function").path("arguments").asText("");
        Integer number = calls.get(index(event));
        if (number != null && !piece.isEmpty()) {
            withArguments.add(number);
            to.add(new Delta.CallArguments(0, number, piece));
        }
    }

    private void endCall(JsonNode event, List<Delta> to) {
        Integer number = calls.get(index(event));
        if (number != null && withArguments.add(number)) {
            to.add(new Delta.CallArguments(0, number, "{}"));
        }
    }

    private static String index(JsonNode event) {
        return event.path("index").asText("0");
    }

    private void end(JsonNode delta, List<Delta> to) {
        if (!complete) {
            complete = true;
            to.add(new Delta.Finished(
                    0,
                    CohereStops.read(delta.path("finish_reason").asText(""), delta.path("error")),
                    Optional.empty()));
        }
    }
}
