package io.signalbox.dialect;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recorded answers of providers, under {@code src/test/resources/dialect}. */
public final class Cassette {

    private static final Pattern TYPED = Pattern.compile("^\\s*\\{\"type\":\\s*\"([a-z_.]+)\"");

    private Cassette() {}

    /** The bytes of {@code openai/text.sse}. */
    public static Buffer bytes(String path) {
        try (InputStream in = Cassette.class.getResourceAsStream("/dialect/" + path)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no cassette " + path);
            }
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(path, unreadable);
        }
    }

    /**
     * Server-sent events, one for each line of {@code data}: a JSON object's {@code type} names its event, as Anthropic and OpenAI's responses do;
     * one without a type, and what is no object, has none.
     */
    public static Buffer events(String data) {
        Buffer events = Buffer.buffer();
        for (String line : data.strip().split("\n")) {
            Matcher typed = TYPED.matcher(line);
            if (typed.find()) {
                events.appendString("event: " + typed.group(1) + "\n");
            }
            events.appendString("data: " + line.strip() + "\n\n");
        }
        return events;
    }
}
