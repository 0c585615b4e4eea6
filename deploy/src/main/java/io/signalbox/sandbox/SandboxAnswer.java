package io.signalbox.sandbox;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The choices that answer a request: a pure function of it. */
record SandboxAnswer(SandboxRequest request, List<Choice> choices) {

    /**
     * One choice: prose or JSON in {@code text}, or a call of {@code function} with {@code text} for arguments. {@code cut} says that the
     * output limit ended it.
     */
    record Choice(int index, Optional<String> function, String text, boolean cut) {

        /** The bytes that count as output. */
        int bytes() {
            return SandboxTokens.bytes(text)
                    + function.map(SandboxTokens::bytes).orElse(0);
        }

        long tokens() {
            return SandboxTokens.ofBytes(bytes());
        }

        String finishReason() {
            if (cut) {
                return "length";
            }
            return function.isPresent() ? "tool_calls" : "stop";
        }

        /** The text as a stream's deltas: whole characters, one token's bytes at most. */
        List<String> pieces() {
            List<String> pieces = new ArrayList<>();
            int from = 0;
            int bytes = 0;
            for (int at = 0; at < text.length(); ) {
                int next = text.offsetByCodePoints(at, 1);
                int size = SandboxTokens.bytes(text.substring(at, next));
                if (bytes + size > SandboxTokens.BYTES_PER_TOKEN) {
                    pieces.add(text.substring(from, at));
                    from = at;
                    bytes = 0;
                }
                bytes += size;
                at = next;
            }
            if (from < text.length()) {
                pieces.add(text.substring(from));
            }
            return pieces;
        }
    }

    static SandboxAnswer to(SandboxRequest request) {
        List<Choice> choices = new ArrayList<>();
        for (int i = 0; i < request.choices(); i++) {
            choices.add(choice(request, i));
        }
        return new SandboxAnswer(request, List.copyOf(choices));
    }

    private static Choice choice(SandboxRequest request, int index) {
        Optional<JsonObject> function = request.functionToCall();
        if (function.isPresent()) {
            String name = function.get().getString("name");
            String arguments = JsonSample.of(function.get().getJsonObject("parameters", new JsonObject()));
            return limited(request, index, Optional.of(name), arguments);
        }
        String text = request.answerSchema()
                .map(JsonSample::of)
                .orElseGet(() -> SandboxText.of(request.model(), request.fingerprint(), index, request.lastText()));
        return limited(request, index, Optional.empty(), text);
    }

    private static Choice limited(SandboxRequest request, int index, Optional<String> function, String text) {
        long limit = Math.min(request.outputLimit(), Integer.MAX_VALUE / SandboxTokens.BYTES_PER_TOKEN);
        long room = limit * SandboxTokens.BYTES_PER_TOKEN
                - function.map(SandboxTokens::bytes).orElse(0);
        int end = 0;
        long used = 0;
        while (end < text.length()) {
            int next = text.offsetByCodePoints(end, 1);
            used += SandboxTokens.bytes(text.substring(end, next));
            if (used > room) {
                return new Choice(index, function, text.substring(0, end), true);
            }
            end = next;
        }
        return new Choice(index, function, text, false);
    }

    long completionTokens() {
        return choices.stream().mapToLong(Choice::tokens).sum();
    }
}
