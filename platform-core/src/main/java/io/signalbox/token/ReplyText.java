package io.signalbox.token;

import io.signalbox.chat.OutputSample;
import io.signalbox.chat.Reply;

/** What a whole answer holds of the model's output. */
public record ReplyText(Reply reply) implements TextSource {

    private static final int SAMPLE_BYTES = 64 << 10;

    @Override
    public long wholeBytes() {
        return reply.outputBytes();
    }

    @Override
    public TextSample readBlocking() {
        OutputSample sample = new OutputSample(SAMPLE_BYTES);
        reply.sample(sample);
        return new TextSample(sample.text(), sample.bytes(), wholeBytes());
    }
}
