package io.signalbox.token;

import io.signalbox.chat.OutputSample;

/** What a model produced: the sample that was kept of it, and how much there was. */
public record OutputText(OutputSample sample, long wholeBytes) implements TextSource {

    @Override
    public TextSample readBlocking() {
        return new TextSample(sample.text(), sample.bytes(), wholeBytes);
    }
}
