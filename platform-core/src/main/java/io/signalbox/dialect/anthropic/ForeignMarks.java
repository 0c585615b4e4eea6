package io.signalbox.dialect.anthropic;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What other protocols' answers left in a conversation and Anthropic's servers refuse: thoughts without a signature or with Gemini's, and {@link #MEMBER} in a tool call.
 * They are cut out of a body that goes to one of them; all else stays byte for byte.
 */
final class ForeignMarks {

    /** In a {@code tool_use} block: what its provider wants back with the call and Anthropic has no member for. */
    static final String MEMBER = "extra_content";

    private record Cut(int from, int to) {}

    private final List<Cut> cuts = new ArrayList<>(0);

    /** The elements of one list or the members of one object, as they are passed. */
    final class Row {

        private int kept;

        /** An element at {@code [start, end)}; the one before ends at {@code previousEnd}, what follows begins at {@code next}. */
        void passed(boolean foreign, int previousEnd, int start, int end, int next) {
            if (!foreign) {
                kept++;
                return;
            }
            // With nothing before it, the comma after it goes too.
            cuts.add(kept > 0 ? new Cut(previousEnd, end) : new Cut(start, next));
        }
    }

    Row row() {
        return new Row();
    }

    boolean isEmpty() {
        return cuts.isEmpty();
    }

    /** {@code bytes} from {@code from} to {@code to} without them. */
    byte[] removedFrom(byte[] bytes, int from, int to) {
        Buffer out = Buffer.buffer(to - from);
        int at = from;
        cuts.sort((a, b) -> Integer.compare(a.from, b.from));
        for (Cut each : cuts) {
            if (each.from >= at) {
                out.appendBytes(bytes, at, each.from - at);
                at = each.to;
            }
        }
        return out.appendBytes(bytes, at, to - at).getBytes();
    }
}
