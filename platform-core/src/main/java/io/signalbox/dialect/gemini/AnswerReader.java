package io.signalbox.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.ChatResult;
import io.signalbox.chat.Part;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a whole answer. Parts nobody asked for, such as images and executed code, are passed over. */
final class AnswerReader {

    private final String requestId;
    private final int index;
    private final List<Part> parts = new ArrayList<>();
    private int calls;

    private AnswerReader(String requestId, int index) {
        this.requestId = requestId;
        this.index = index;
    }

    static ChatResult read(ObjectNode answer, String requestId) {
        Candidate.checkPrompt(answer);
        JsonNode candidates = answer.path("candidates");
        if (candidates.isEmpty()) {
            throw Fault.of(FaultCode.PROVIDER_MALFORMED, "the provider's answer holds no candidate");
        }
        List<ChatResult.Choice> choices = new ArrayList<>(candidates.size());
        for (JsonNode each : candidates) {
            choices.add(new AnswerReader(requestId, each.path("index").asInt(choices.size())).choice(each));
        }
        return new ChatResult(
                answer.path("responseId").asText(""), choices, UsageMetadata.read(answer.path("usageMetadata")));
    }

    private ChatResult.Choice choice(JsonNode candidate) {
        for (JsonNode each : candidate.path("content").path("parts")) {
            readPart(each);
        }
        return new ChatResult.Choice(
                index,
                parts,
                Finish.read(candidate.path("finishReason").asText(""), calls > 0, !parts.isEmpty()),
                Optional.empty(),
                Candidate.logprobs(candidate));
    }

    private void readPart(JsonNode part) {
        JsonNode call = part.path("functionCall");
        Optional<String> signature = Signatures.of(part);
        if (call.isObject()) {
            parts.add(new Part.ToolCall(
                    Candidate.callId(call, requestId, index, calls++),
                    call.path("name").asText(""),
                    Candidate.arguments(call),
                    signature,
                    Optional.empty()));
            return;
        }
        String text = part.path("text").asText("");
        if (part.path("thought").asBoolean()) {
            think(text, signature.map(Signatures::marked));
            return;
        }
        if (!text.isEmpty()) {
            say(text);
        }
        signature.ifPresent(it -> think("", Optional.of(Signatures.marked(it))));
    }

    /** Neighbours are joined: Gemini cuts a text into parts as it happened to stream it. */
    private void say(String text) {
        if (!parts.isEmpty() && parts.get(parts.size() - 1) instanceof Part.Text before) {
            parts.set(parts.size() - 1, Part.Text.of(before.text() + text));
            return;
        }
        parts.add(Part.Text.of(text));
    }

    private void think(String text, Optional<String> signature) {
        if (!text.isEmpty() || signature.isPresent()) {
            parts.add(new Part.Thinking(text, signature));
        }
    }
}
