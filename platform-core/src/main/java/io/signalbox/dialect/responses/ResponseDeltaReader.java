package io.signalbox.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.Delta;
import io.signalbox.chat.Deltas;
import io.signalbox.chat.Piece;
import io.signalbox.money.TokenUsage;
import io.signalbox.provider.Frame;
import io.signalbox.provider.PieceReader;
import io.signalbox.provider.Trees;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The events of a stream for a caller of another wire. Items are told apart by their index in the output. */
final class ResponseDeltaReader implements PieceReader {

    static final String BETWEEN_SUMMARIES = "\n\n";

    /** More items than any response has. */
    private static final int ITEMS_MAX = 1_024;

    private final Map<Integer, Integer> calls = new HashMap<>();
    private final Set<Integer> argued = new HashSet<>();
    private final Set<Integer> thought = new HashSet<>();
    private boolean complete;

    @Override
    public boolean isEnd(Frame frame) {
        return complete && ResponsesEventReader.isDone(frame);
    }

    @Override
    public boolean isComplete() {
        return complete;
    }

    @Override
    public Piece read(Frame frame) {
        ObjectNode event = Trees.object(frame.data());
        if ("error".equals(frame.type())) {
            throw ResponsesEventReader.fault(event);
        }
        List<Delta> to = new ArrayList<>(2);
        Optional<TokenUsage> usage = Optional.empty();
        int item = Math.max(0, Math.min(event.path("output_index").asInt(0), ITEMS_MAX));
        String delta = ResponseReader.text(event, "delta");
        switch (ResponseReader.text(event, "type")) {
            case "error", "response.failed" -> throw ResponsesEventReader.fault(event);
            case "response.output_text.delta" -> text(event, delta, to);
            case "response.refusal.delta" -> to.add(new Delta.Refusal(0, delta));
            case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" -> think(item, delta, to);
            case "response.reasoning_summary_part.added" -> {
                if (thought.contains(item)) {
                    think(item, BETWEEN_SUMMARIES, to);
                }
            }
            case "response.output_item.added" -> begin(item, event.path("item"), to);
            case "response.function_call_arguments.delta" -> argue(item, delta, to);
            case "response.output_item.done" -> end(item, event.path("item"), to);
            case "response.completed", "response.incomplete" -> {
                finish(event.path("response"), to);
                usage = ResponseReader.usage(event.path("response").get("usage"));
            }
            default -> {
                // Steps on the way, and whatever the API learns to tell beside the answer.
            }
        }
        return new Deltas(to, usage);
    }

    private static void text(JsonNode event, String delta, List<Delta> to) {
        if (!delta.isEmpty()) {
            to.add(new Delta.Text(0, delta));
        }
        if (event.get("logprobs") instanceof ArrayNode logprobs) {
            ResponseReader.logprobs(logprobs).ifPresent(it -> to.add(new Delta.Logprobs(0, it)));
        }
    }

    private void think(int item, String text, List<Delta> to) {
        if (!text.isEmpty()) {
            thought.add(item);
            to.add(new Delta.Thinking(0, text));
        }
    }

    private void begin(int item, JsonNode node, List<Delta> to) {
        if (!"function_call".equals(ResponseReader.text(node, "type")) || calls.containsKey(item)) {
            return;
        }
        int number = calls.size();
        calls.put(item, number);
        to.add(new Delta.CallBegun(
                0, number, ResponseReader.text(node, "call_id"), ResponseReader.text(node, "name"), Optional.empty()));
    }

    private void argue(int item, String piece, List<Delta> to) {
        Integer number = calls.get(item);
        if (number != null && !piece.isEmpty()) {
            argued.add(item);
            to.add(new Delta.CallArguments(0, number, piece));
        }
    }

    /** Some speakers tell a call only whole, at its end. */
    private void end(int item, JsonNode node, List<Delta> to) {
        switch (ResponseReader.text(node, "type")) {
            case "function_call" -> {
                begin(item, node, to);
                if (!argued.contains(item)) {
                    argue(item, ResponseReader.text(node, "arguments"), to);
                }
            }
            case "reasoning" ->
                ResponseReader.signature(node).ifPresent(signature -> to.add(new Delta.Signature(0, signature)));
            default -> {
                // A message's text was told in pieces.
            }
        }
    }

    private void finish(JsonNode response, List<Delta> to) {
        if (!complete) {
            complete = true;
            to.add(new Delta.Finished(0, ResponseReader.stop(response, !calls.isEmpty()), Optional.empty()));
        }
    }
}
