package io.signalbox.e2e.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An answer as its bytes were. */
public record Answer(int status, Map<String, List<String>> headers, String body) {

    private static final String DONE = "[DONE]";

    static Answer of(HttpResponse<String> response) {
        return new Answer(response.statusCode(), response.headers().map(), response.body());
    }

    /** The only value of a header. */
    public Optional<String> header(String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new AssertionError("header " + name + " stands " + values.size() + " times: " + values);
        }
        return values.stream().findFirst();
    }

    public String requestId() {
        return header("x-request-id").orElseThrow(() -> new AssertionError("no x-request-id: " + this));
    }

    /** The header's cost in USD. */
    public BigDecimal costUsd() {
        return new BigDecimal(header("x-signalbox-cost-usd")
                .orElseThrow(() -> new AssertionError("no x-signalbox-cost-usd: " + this)));
    }

    public JsonNode json() {
        return Json.read(body);
    }

    /** The answer's text; of a plain answer its content, of a stream its deltas put together. */
    public String text() {
        if (!isStream()) {
            return json().at("/choices/0/message/content").textValue();
        }
        StringBuilder text = new StringBuilder();
        chunks().forEach(chunk ->
                text.append(chunk.at("/choices/0/delta/content").asText("")));
        return text.toString();
    }

    public boolean isStream() {
        return header("content-type")
                .filter(type -> type.startsWith("text/event-stream"))
                .isPresent();
    }

    /** The data of the stream's events, {@code [DONE]} among them. */
    public List<String> data() {
        List<String> data = new ArrayList<>();
        for (String line : body.split("\n")) {
            if (line.startsWith("data: ")) {
                data.add(line.substring("data: ".length()));
            }
        }
        return data;
    }

    /** The stream's events as JSON, without {@code [DONE]}. */
    public List<JsonNode> chunks() {
        return data().stream()
                .filter(data -> !data.equals(DONE))
                .map(Json::read)
                .toList();
    }

    /** The comments between the events. */
    public List<String> comments() {
        return body.lines().filter(line -> line.startsWith(":")).toList();
    }

    /** Whether the stream says that it ended as it should: the very last event is {@code [DONE]}. */
    public boolean isDone() {
        List<String> data = data();
        return !data.isEmpty() && data.get(data.size() - 1).equals(DONE) && body.endsWith("\n\n");
    }

    /** The error that the answer, or the stream's last event but {@code [DONE]}, tells of. */
    public JsonNode error() {
        if (!isStream()) {
            return member("error");
        }
        return chunks().stream()
                .reduce((before, last) -> last)
                .map(last -> last.get("error"))
                .orElseThrow(() -> new AssertionError("no error at the end of " + body));
    }

    /** The usage of a plain answer, or of the stream's last chunk. */
    public JsonNode usage() {
        if (!isStream()) {
            return member("usage");
        }
        return chunks().stream()
                .reduce((before, last) -> last)
                .map(last -> last.get("usage"))
                .orElseThrow(() -> new AssertionError("no usage at the end of " + body));
    }

    private JsonNode member(String name) {
        return Optional.ofNullable(json().get(name))
                .orElseThrow(() -> new AssertionError("no " + name + " in " + this));
    }
}
