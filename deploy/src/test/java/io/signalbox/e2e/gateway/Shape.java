package io.signalbox.e2e.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;

/** A surface of the data plane that answers with text: where it is, how a request to it looks, and where its text stands. */
public enum Shape {
    CHAT(
            "/v1/chat/completions",
            "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}],\"max_tokens\":64",
            "/choices/0/delta/content"),
    COMPLETIONS("/v1/completions", "\"prompt\":\"Hello\",\"max_tokens\":64", "/choices/0/text"),
    MESSAGES(
            "/v1/messages",
            "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}],\"max_tokens\":64",
            "/delta/text"),
    RESPONSES("/v1/responses", "\"input\":\"Hello\",\"max_output_tokens\":64", "/delta");

    private final String path;
    private final String rest;
    private final String text;

    Shape(String path, String rest, String text) {
        this.path = path;
        this.rest = rest;
        this.text = text;
    }

    public String path() {
        return path;
    }

    /** A request for a stream of the first of {@code models} that can give it. */
    public String streamed(List<String> models) {
        return "{\"models\":[\"" + String.join("\",\"", models) + "\"],\"stream\":true," + rest + "}";
    }

    /** The text of a streamed answer as far as it came. */
    public String text(Answer stream) {
        return stream.chunks().stream()
                .map(chunk -> chunk.at(text))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .collect(Collectors.joining());
    }
}
