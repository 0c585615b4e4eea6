package io.signalbox.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.signalbox.chat.Delta;
import io.signalbox.chat.Part;
import io.signalbox.chat.StopReason;
import io.signalbox.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts an answer together from its pieces, as output items, and tells each step as an event. Indexes and item ids are counted here, whatever the
 * provider numbers. Calls stay open to the end, for providers may write several at a time.
 */
final class OutputItems {

    private final String requestId;
    private final EventSink events;
    private final ArrayNode output = Json.array();
    private final Map<Integer, CallItem> calls = new LinkedHashMap<>();
    private @Nullable MessageItem message;
    private @Nullable ReasoningItem reasoning;
    private StopReason stop = StopReason.STOP;

    OutputItems(String requestId, EventSink events) {
        this.requestId = requestId;
        this.events = events;
    }

    /** The output of a whole answer. */
    static ArrayNode of(String requestId, List<Part> parts, StopReason stop, Optional<JsonNode> logprobs) {
        OutputItems items = new OutputItems(requestId, new EventSink());
        Optional<JsonNode> rest = logprobs;
        for (Part each : parts) {
            items.add(each, rest);
            rest = each instanceof Part.Text ? Optional.empty() : rest;
        }
        items.end(ResponseObject.isIncomplete(stop) ? "incomplete" : "completed");
        return items.output;
    }

    private void add(Part part, Optional<JsonNode> logprobs) {
        if (part instanceof Part.Text it) {
            text(it.text(), logprobs.orElse(null));
        } else if (part instanceof Part.Refusal it) {
            message().refusal(it.text());
        } else if (part instanceof Part.Thinking it) {
            think(it.text());
            it.signature().ifPresent(this::sign);
            endReasoning();
        } else if (part instanceof Part.RedactedThinking it) {
            redacted(it.data());
        } else if (part instanceof Part.ToolCall it) {
            int number = calls.size();
            begin(number, it.id(), it.name(), it.signature()).add(it.arguments());
        } else {
            throw new IllegalStateException(
                    "no part of an answer: " + part.getClass().getSimpleName());
        }
    }

    /** Adds deltas that came together: log probabilities follow their text. */
    void add(List<Delta> deltas) {
        for (int i = 0; i < deltas.size(); i++) {
            boolean followed = i + 1 < deltas.size() && deltas.get(i + 1) instanceof Delta.Logprobs;
            add(deltas.get(i), followed ? ((Delta.Logprobs) deltas.get(i + 1)).logprobs() : null);
        }
    }

    private void add(Delta delta, @Nullable JsonNode logprobs) {
        if (delta instanceof Delta.Text it) {
            text(it.text(), logprobs);
        } else if (delta instanceof Delta.Refusal it) {
            message().refusal(it.text());
        } else if (delta instanceof Delta.Thinking it) {
            think(it.text());
        } else if (delta instanceof Delta.Signature it) {
            sign(it.signature());
            endReasoning();
        } else if (delta instanceof Delta.RedactedThinking it) {
            redacted(it.data());
        } else if (delta instanceof Delta.CallBegun it) {
            begin(it.call(), it.id(), it.name(), it.signature());
        } else if (delta instanceof Delta.CallArguments it) {
            Optional.ofNullable(calls.get(it.call())).ifPresent(call -> call.add(it.piece()));
        } else if (delta instanceof Delta.Finished it) {
            stop = it.reason();
        }
    }

    private void text(String piece, @Nullable JsonNode logprobs) {
        message().text(piece, logprobs == null ? null : logprobs.get("content"));
    }

    private MessageItem message() {
        endReasoning();
        if (message == null) {
            message = new MessageItem(events, itemId("msg"), output.size(), output);
        }
        return message;
    }

    private void think(String piece) {
        if (!piece.isEmpty()) {
            reasoning().think(piece);
        }
    }

    private void sign(String signature) {
        reasoning().seal(Sealed.signature(signature));
    }

    private ReasoningItem reasoning() {
        endMessage();
        if (reasoning == null) {
            reasoning = new ReasoningItem(events, itemId("rs"), output.size(), output);
        }
        return reasoning;
    }

    private void redacted(String data) {
        endReasoning();
        reasoning().seal(Sealed.redacted(data));
        endReasoning();
    }

    private CallItem begin(int number, String callId, String name, Optional<String> signature) {
        endReasoning();
        endMessage();
        signature.ifPresent(it -> {
            reasoning().seal(Sealed.call(it));
            endReasoning();
        });
        String known = callId.isEmpty() ? itemId("call") : callId;
        CallItem call = new CallItem(events, itemId("fc"), output.size(), output, known, name);
        calls.put(number, call);
        return call;
    }

    /** Unique within the conversation, and short enough for OpenAI's 64 characters. */
    private String itemId(String kind) {
        return kind + "_" + requestId + "_" + output.size();
    }

    private void endReasoning() {
        if (reasoning != null) {
            reasoning.close("completed");
            reasoning = null;
        }
    }

    private void endMessage() {
        if (message != null) {
            message.close("completed");
            message = null;
        }
    }

    /** Closes what is still open with {@code status}. */
    void end(String status) {
        endReasoning();
        if (message != null) {
            message.close(status);
            message = null;
        }
        calls.values().forEach(call -> call.close(status));
        calls.clear();
    }

    StopReason stop() {
        return stop;
    }

    ArrayNode output() {
        return output;
    }
}
