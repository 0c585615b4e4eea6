package io.signalbox.dialect.openai;

import io.signalbox.chat.OutputSample;
import io.signalbox.json.JsonText;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * What the chunks of one stream have in common. Providers repeat themselves: from chunk to chunk only the text differs. A chunk that equals a parsed one up
 * to the text's first byte and from its closing quote on, and whose text is plain (no quote, no escape, no control character, ASCII), is the same JSON
 * with another string: it need not be parsed to know all of it. Whatever differs elsewhere does not fit and is parsed.
 */
final class ChunkTemplate {

    private final byte[] first;
    private final AnswerScan scan;
    private final int textStart;
    private final int tailStart;
    private String model = "";
    private byte[] renderedHead = {};
    private byte[] renderedTail = {};

    private ChunkTemplate(byte[] first, AnswerScan scan, int textStart) {
        this.first = first;
        this.scan = scan;
        this.textStart = textStart;
        this.tailStart = textStart + (int) scan.outputBytes();
    }

    /** A template for chunks like this one, if there can be one. */
    static Optional<ChunkTemplate> of(byte[] chunk, AnswerScan scan) {
        int text = scan.onlyOutput();
        return text < 0 ? Optional.empty() : Optional.of(new ChunkTemplate(chunk, scan, text));
    }

    boolean fits(byte[] chunk) {
        int tail = chunk.length - (first.length - tailStart);
        return tail >= textStart
                && Arrays.equals(chunk, 0, textStart, first, 0, textStart)
                && Arrays.equals(chunk, tail, chunk.length, first, tailStart, first.length)
                && JsonText.isPlain(chunk, textStart, tail);
    }

    /** What was learned of the parsed chunk, true of all that fit but for the size of the output. */
    AnswerScan scan() {
        return scan;
    }

    int outputBytes(byte[] fitting) {
        return fitting.length - first.length + tailStart - textStart;
    }

    void sample(byte[] fitting, OutputSample sample) {
        sample.addWritten(fitting, textStart, outputBytes(fitting));
    }

    /** As {@link AnswerScan#rendered(String)} of a chunk that fits. */
    Buffer rendered(byte[] fitting, String name) {
        if (!name.equals(model)) {
            learn(name);
        }
        int text = outputBytes(fitting);
        return Buffer.buffer(renderedHead.length + text + renderedTail.length)
                .appendBytes(renderedHead)
                .appendBytes(fitting, textStart, text)
                .appendBytes(renderedTail);
    }

    private void learn(String name) {
        byte[] rendered = scan.rendered(name).getBytes();
        renderedHead = Arrays.copyOf(rendered, scan.renderedOffset(name, textStart));
        renderedTail = Arrays.copyOfRange(rendered, scan.renderedOffset(name, tailStart), rendered.length);
        model = name;
    }
}
