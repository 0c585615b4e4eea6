package io.signalbox.sandbox;

import java.util.List;

/** Made-up prose that says it is made up; always the same for the same request. */
final class SandboxText {

    private static final int QUOTED_CHARS_MAX = 60;
    private static final int BYTES_MIN = 160;
    private static final int BYTES_SPREAD = 480;

    private static final List<String> SENTENCES = List.of(
            "No model was asked, and no money was spent.",
            "The points are set and the line is clear.",
            "A train leaves platform 4 at 10:42, as it does every day.",
            "Grüße aus dem Stellwerk: alle Signale stehen auf Grün.",
            "Two trains are never let onto one track.",
            "The light engine pulls what is light, the heavy one the rest.",
            "信号所からのお知らせ：すべて順調です。",
            "Every token of this sentence has been counted twice.",
            "Le train suivant partira à l’heure prévue.",
            "If this were a real answer, it would now come to the point.",
            "The guard looks up, nods, and writes the time into the ledger.",
            "Shunting is done when all wagons stand where they belong 🚂.",
            "Between two stations there is nothing but rails and patience.",
            "What was reserved is settled, and what was not used is given back.");

    static final String REFUSAL = "[sandbox] This is one of the things that the sandbox will not do.";

    /** Stands for thoughts that nobody may read. */
    static final String REDACTED = "[sandbox] redacted";

    private SandboxText() {}

    /** {@code choice} tells the choices of one request apart. */
    static String of(String model, long fingerprint, int choice, String question) {
        StringBuilder text = new StringBuilder("[")
                .append(model)
                .append("] This answer is made up. You asked: “")
                .append(quoted(question))
                .append("”.");
        long state = fingerprint * 31 + choice;
        long target = BYTES_MIN + Long.remainderUnsigned(next(state), BYTES_SPREAD);
        while (SandboxTokens.bytes(text.toString()) < target) {
            state = next(state);
            text.append(' ').append(SENTENCES.get((int) Long.remainderUnsigned(state >>> 16, SENTENCES.size())));
        }
        return text.toString();
    }

    /** What a model that reasons thinks before it answers. */
    static String thoughts(long fingerprint, int choice) {
        long state = next(fingerprint * 31 + choice);
        return "Let me think … " + SENTENCES.get((int) Long.remainderUnsigned(state >>> 16, SENTENCES.size()))
                + " So the answer can be made up.";
    }

    private static String quoted(String question) {
        String line = question.strip().replaceAll("\\s+", " ");
        if (line.codePointCount(0, line.length()) <= QUOTED_CHARS_MAX) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, QUOTED_CHARS_MAX)) + "…";
    }

    /** Knuth's linear congruential generator. */
    static long next(long state) {
        return state * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
    }
}
