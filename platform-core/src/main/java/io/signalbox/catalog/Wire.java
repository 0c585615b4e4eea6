package io.signalbox.catalog;

import java.util.Map;

/** The shape a request arrived in: one for each surface that takes model requests. */
public enum Wire {
    CHAT("chat", Operation.CHAT, "messages", Map.of()),
    RESPONSES(
            "responses",
            Operation.CHAT,
            "input",
            Map.of(
                    Feature.JSON_MODE, "text.format",
                    Feature.JSON_SCHEMA, "text.format",
                    Feature.REASONING, "reasoning",
                    Feature.LOGPROBS, "top_logprobs",
                    Feature.WEB_SEARCH, "tools")),
    MESSAGES(
            "messages",
            Operation.CHAT,
            "messages",
            Map.of(
                    Feature.REASONING, "thinking",
                    Feature.STOP, "stop_sequences",
                    Feature.SERIAL_TOOLS, "tool_choice.disable_parallel_tool_use",
                    Feature.JSON_SCHEMA, "output_config.format",
                    Feature.WEB_SEARCH, "tools")),
    COMPLETIONS("completions", Operation.CHAT, "prompt", Map.of()),
    EMBEDDINGS("embeddings", Operation.EMBEDDING, "input", Map.of()),
    MODERATIONS("moderations", Operation.MODERATION, "input", Map.of());

    private final String wireName;
    private final Operation operation;
    private final String content;
    private final Map<Feature, String> params;

    Wire(String wireName, Operation operation, String content, Map<Feature, String> params) {
        this.wireName = wireName;
        this.operation = operation;
        this.content = content;
        this.params = params;
    }

    /** The name in the provider book and in documents. */
    public String wireName() {
        return wireName;
    }

    public Operation operation() {
        return operation;
    }

    /** What a request of this shape calls the parameter that asks for {@code feature}. */
    public String param(Feature feature) {
        String chat = feature.param();
        return params.getOrDefault(feature, chat.equals(CHAT.content) ? content : chat);
    }
}
