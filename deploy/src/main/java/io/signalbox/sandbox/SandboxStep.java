package io.signalbox.sandbox;

import io.signalbox.sandbox.SandboxAnswer.Choice;
import java.util.ArrayList;
import java.util.List;

/**
 * One step of a streamed answer, in no protocol's words. {@code call} is the call's place among the choice's calls, {@code text} what is
 * new: a piece of thoughts, text or arguments.
 */
record SandboxStep(Kind kind, Choice choice, int call, String text) {

    enum Kind {
        OPEN,
        THOUGHT,
        /** The thoughts are over. */
        THOUGHT_END,
        TEXT,
        /** The text is over. */
        TEXT_END,
        CALL,
        ARGUMENTS,
        CALL_END,
        CLOSE
    }

    /** All steps of a choice. */
    static List<SandboxStep> of(Choice choice) {
        List<SandboxStep> steps = new ArrayList<>();
        steps.add(new SandboxStep(Kind.OPEN, choice, 0, ""));
        run(steps, choice, choice.thoughts(), Kind.THOUGHT, Kind.THOUGHT_END);
        run(steps, choice, choice.text(), Kind.TEXT, Kind.TEXT_END);
        for (int i = 0; i < choice.calls().size(); i++) {
            steps.add(new SandboxStep(Kind.CALL, choice, i, ""));
            for (String each : pieces(choice.calls().get(i).arguments())) {
                steps.add(new SandboxStep(Kind.ARGUMENTS, choice, i, each));
            }
            steps.add(new SandboxStep(Kind.CALL_END, choice, i, ""));
        }
        steps.add(new SandboxStep(Kind.CLOSE, choice, 0, ""));
        return steps;
    }

    private static void run(List<SandboxStep> steps, Choice choice, String text, Kind piece, Kind end) {
        if (text.isEmpty()) {
            return;
        }
        for (String each : pieces(text)) {
            steps.add(new SandboxStep(piece, choice, 0, each));
        }
        steps.add(new SandboxStep(end, choice, 0, ""));
    }

    /** A text as a stream's deltas: whole characters, one token's bytes at most. */
    static List<String> pieces(String text) {
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

    SandboxAnswer.Call theCall() {
        return choice.calls().get(call);
    }

    /** Whether it is one of the deltas that some models count. */
    boolean isDelta() {
        return kind == Kind.THOUGHT || kind == Kind.TEXT || kind == Kind.ARGUMENTS;
    }

    /** The bytes it adds to the output beside thoughts. */
    long outputBytes() {
        if (kind == Kind.CALL) {
            return SandboxTokens.bytes(theCall().name());
        }
        return kind == Kind.THOUGHT ? 0 : SandboxTokens.bytes(text);
    }

    long thoughtBytes() {
        return kind == Kind.THOUGHT ? SandboxTokens.bytes(text) : 0;
    }
}
