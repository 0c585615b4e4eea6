package io.signalbox.sandbox;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The choices that answer a request: a pure function of it. */
record SandboxAnswer(SandboxRequest request, List<Choice> choices) {

    /** How many deltas some of the magic models give before their fault. */
    static final int DELTAS_BEFORE_FAULT = 3;

    enum Ending {
        DONE,
        CALLS,
        LENGTH,
        STOP_SEQUENCE,
        FILTERED,
        REFUSED
    }

    /** A call of a function; {@code key} tells it apart from all others of the conversation. */
    record Call(String key, String name, String arguments) {

        /** The arguments as an object; an empty one when the output limit has cut them, so that they are no JSON. */
        JsonObject input() {
            return isWhole() ? new JsonObject(arguments) : new JsonObject();
        }

        /** Whether the output limit has left them whole. */
        boolean isWhole() {
            try {
                return !new JsonObject(arguments).isEmpty() || arguments.equals("{}");
            } catch (DecodeException cut) {
                return false;
            }
        }
    }

    /** One choice: thoughts, then prose or JSON, then calls. {@code stop} is the sequence that ended it. */
    record Choice(int index, String thoughts, String text, List<Call> calls, Ending ending, Optional<String> stop) {

        /** The bytes that count as output beside the thoughts. */
        long bytes() {
            long bytes = SandboxTokens.bytes(text);
            for (Call each : calls) {
                bytes += SandboxTokens.bytes(each.name()) + SandboxTokens.bytes(each.arguments());
            }
            return bytes;
        }

        long outputTokens() {
            return SandboxTokens.ofBytes(bytes());
        }

        long reasoningTokens() {
            return SandboxTokens.ofBytes(SandboxTokens.bytes(thoughts));
        }
    }

    static SandboxAnswer to(SandboxRequest request) {
        Optional<String> json = request.schema().map(JsonSample::of);
        List<Choice> choices = new ArrayList<>();
        for (int i = 0; i < request.limits().choices(); i++) {
            choices.add(new ChoiceMaking(request, i, json).choice());
        }
        return new SandboxAnswer(request, List.copyOf(choices));
    }

    long outputTokens() {
        return choices.stream().mapToLong(Choice::outputTokens).sum();
    }

    long reasoningTokens() {
        return choices.stream().mapToLong(Choice::reasoningTokens).sum();
    }

    /** What prompt and answer count together. */
    SandboxUsage usage() {
        return request.usage().producing(outputTokens(), reasoningTokens());
    }

    /** Whether the answer says what it counts. */
    boolean tellsUsage() {
        return request.model() != SandboxModel.NO_USAGE;
    }

    /** The only choice of a protocol that knows one. */
    Choice only() {
        return choices.get(0);
    }
}
