package io.signalbox.dialect;

import io.signalbox.chat.ChatResult;
import io.signalbox.chat.Delta;
import io.signalbox.chat.Part;
import io.signalbox.chat.StopReason;
import java.util.List;
import java.util.Optional;

/** Short words for what an answer's only choice says, for tests that import them statically. */
public final class Said {

    private Said() {}

    public static Delta text(String text) {
        return new Delta.Text(0, text);
    }

    public static Delta thinking(String text) {
        return new Delta.Thinking(0, text);
    }

    public static Delta signature(String signature) {
        return new Delta.Signature(0, signature);
    }

    public static Delta redacted(String data) {
        return new Delta.RedactedThinking(0, data);
    }

    public static Delta refusal(String text) {
        return new Delta.Refusal(0, text);
    }

    public static Delta call(int call, String id, String name) {
        return new Delta.CallBegun(0, call, id, name, Optional.empty());
    }

    public static Delta arguments(int call, String piece) {
        return new Delta.CallArguments(0, call, piece);
    }

    public static Delta finished(StopReason reason) {
        return new Delta.Finished(0, reason, Optional.empty());
    }

    public static Delta finishedAt(String sequence) {
        return new Delta.Finished(0, StopReason.SEQUENCE, Optional.of(sequence));
    }

    /** The only choice of a whole answer. */
    public static ChatResult.Choice choice(StopReason stop, Part... parts) {
        return new ChatResult.Choice(0, List.of(parts), stop, Optional.empty(), Optional.empty());
    }

    public static ChatResult.Choice choiceEndedAt(String sequence, Part... parts) {
        return new ChatResult.Choice(0, List.of(parts), StopReason.SEQUENCE, Optional.of(sequence), Optional.empty());
    }

    public static Part part(String text) {
        return Part.Text.of(text);
    }
}
