package io.signalbox.dialect;

import io.signalbox.catalog.Protocol;
import io.signalbox.dialect.anthropic.AnthropicDialect;
import io.signalbox.dialect.gemini.GeminiDialect;
import io.signalbox.dialect.openai.OpenAiDialect;
import io.signalbox.provider.Dialect;
import io.signalbox.provider.Dialects;
import java.util.Map;

/** The dialects of this build: the one place to add another. */
public final class ShippedDialects {

    private ShippedDialects() {}

    public static Dialects all() {
        Dialect openAi = new OpenAiDialect();
        Map<Protocol, Dialect> chats = Map.of(
                Protocol.OPENAI, openAi,
                Protocol.ANTHROPIC, new AnthropicDialect(),
                Protocol.GEMINI, new GeminiDialect());
        return new Dialects(chats, openAi, Map.of(), Map.of());
    }
}
