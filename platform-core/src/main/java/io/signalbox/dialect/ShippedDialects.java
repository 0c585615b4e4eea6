package io.signalbox.dialect;

import io.signalbox.catalog.Protocol;
import io.signalbox.dialect.anthropic.AnthropicDialect;
import io.signalbox.dialect.azure.AzureDialect;
import io.signalbox.dialect.bedrock.BedrockDialect;
import io.signalbox.dialect.cohere.CohereDialect;
import io.signalbox.dialect.gemini.GeminiDialect;
import io.signalbox.dialect.input.CohereEmbeddings;
import io.signalbox.dialect.input.GeminiEmbeddings;
import io.signalbox.dialect.input.OllamaEmbeddings;
import io.signalbox.dialect.input.OpenAiInputs;
import io.signalbox.dialect.ollama.OllamaDialect;
import io.signalbox.dialect.openai.OpenAiDialect;
import io.signalbox.dialect.responses.ResponsesDialect;
import io.signalbox.provider.Dialect;
import io.signalbox.provider.Dialects;
import java.util.Map;

/** The dialects of this build: the one place to add another. */
public final class ShippedDialects {

    private ShippedDialects() {}

    public static Dialects all() {
        Map<Protocol, Dialect> chats = Map.of(
                Protocol.OPENAI, new OpenAiDialect(),
                Protocol.AZURE, new AzureDialect(new OpenAiDialect()),
                Protocol.ANTHROPIC, new AnthropicDialect(),
                Protocol.BEDROCK, new BedrockDialect(),
                Protocol.COHERE, new CohereDialect(),
                Protocol.GEMINI, new GeminiDialect(),
                Protocol.OLLAMA, new OllamaDialect());
        return new Dialects(chats, new ResponsesDialect(), embeddings(), moderations());
    }

    private static Map<Protocol, Dialect> embeddings() {
        return Map.of(
                Protocol.OPENAI, OpenAiInputs.embeddings(),
                Protocol.AZURE, new AzureDialect(OpenAiInputs.embeddings()),
                Protocol.GEMINI, new GeminiEmbeddings(),
                Protocol.COHERE, new CohereEmbeddings(),
                Protocol.OLLAMA, new OllamaEmbeddings());
    }

    private static Map<Protocol, Dialect> moderations() {
        return Map.of(Protocol.OPENAI, OpenAiInputs.moderations());
    }
}
