package io.signalbox.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.chat.Surface;
import io.signalbox.dialect.anthropic.MessagesSurface;
import io.signalbox.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A client of {@code /v1/messages} (https://docs.anthropic.com/en/api/messages). */
final class MessagesClient implements Client {

    private static final String TOOLS =
            ",\"tools\":[{\"name\":\"" + Wish.TOOL + "\",\"input_schema\":" + Wish.PARAMETERS + "}]";
    private static final String THINKING = ",\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}";

    @Override
    public String title() {
        return "Anthropic messages";
    }

    @Override
    public Surface surface() {
        return new MessagesSurface();
    }

    @Override
    public boolean knows(Wish wish) {
        return true;
    }

    @Override
    public String body(Wish wish, String model, boolean stream) {
        String content = wish == Wish.IMAGE
                ? "[{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\""
                        + Wish.PNG + "\"}},{\"type\":\"text\",\"text\":\"" + Wish.QUESTION + "\"}]"
                : "\"" + Wish.QUESTION + "\"";
        String more = switch (wish) {
            case TEXT, IMAGE -> "";
            case TOOLS -> TOOLS;
            case SCHEMA ->
                ",\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":" + Wish.ANSWER_SCHEMA + "}}";
            case REASONING -> THINKING;
            case EXCHANGE -> TOOLS + THINKING;
        };
        return "{\"model\":\"" + model + "\",\"max_tokens\":2048,\"system\":\"Be brief.\","
                + "\"messages\":[{\"role\":\"user\",\"content\":" + content + "}]" + more + ",\"stream\":" + stream
                + "}";
    }

    @Override
    public String followUp(String model, JsonNode answer) {
        JsonNode content = answer.path("content");
        String call = content.path(content.size() - 1).path("id").asText();
        return "{\"model\":\"" + model + "\",\"max_tokens\":2048,\"messages\":[{\"role\":\"user\",\"content\":\""
                + Wish.QUESTION + "\"},{\"role\":\"assistant\",\"content\":" + content
                + "},{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"" + call
                + "\",\"content\":\"Rain.\"}]}]" + TOOLS + THINKING + "}";
    }

    @Override
    public Got whole(JsonNode answer) {
        StringBuilder text = new StringBuilder();
        StringBuilder thoughts = new StringBuilder();
        List<Map.Entry<String, String>> calls = new ArrayList<>();
        for (JsonNode block : answer.path("content")) {
            switch (block.path("type").asText()) {
                case "text" -> text.append(block.path("text").asText());
                case "thinking" -> thoughts.append(block.path("thinking").asText());
                case "tool_use" -> calls.add(Map.entry(block.path("name").asText(), Json.text(block.path("input"))));
                default -> throw new AssertionError("no block of the API: " + block);
            }
        }
        return got(text, thoughts, calls, answer.path("stop_reason").asText(), answer.path("usage"));
    }

    @Override
    public Got stream(List<Event> events) {
        StringBuilder text = new StringBuilder();
        StringBuilder thoughts = new StringBuilder();
        List<Map.Entry<String, String>> calls = new ArrayList<>();
        String stop = "";
        JsonNode usage = Json.object();
        StringBuilder input = new StringBuilder();
        String tool = "";
        int blocks = 0;
        inOrder(events);
        for (Event each : events) {
            JsonNode event = each.json();
            switch (each.type()) {
                case "content_block_start" -> {
                    expect(event.path("index").asInt() == blocks, "block numbers follow each other", event);
                    tool = event.path("content_block").path("name").asText("");
                    input.setLength(0);
                }
                case "content_block_delta" -> {
                    JsonNode delta = event.path("delta");
                    text.append(delta.path("text").asText(""));
                    thoughts.append(delta.path("thinking").asText(""));
                    input.append(delta.path("partial_json").asText(""));
                }
                case "content_block_stop" -> {
                    blocks++;
                    if (!tool.isEmpty()) {
                        calls.add(Map.entry(tool, input.toString()));
                    }
                }
                case "message_delta" -> {
                    stop = event.path("delta").path("stop_reason").asText();
                    usage = event.path("usage");
                }
                default -> expect(each.type().matches("message_start|message_stop|ping"), "a known event", event);
            }
        }
        return got(text, thoughts, calls, stop, usage);
    }

    private static void inOrder(List<Event> events) {
        expect(
                events.get(0).type().equals("message_start"),
                "message_start first",
                events.get(0).json());
        Event last = events.get(events.size() - 1);
        expect(last.type().equals("message_stop"), "message_stop last", last.json());
        events.forEach(each -> expect(each.json().path("type").asText().equals(each.type()), "one type", each.json()));
    }

    private static void expect(boolean holds, String what, JsonNode event) {
        if (!holds) {
            throw new AssertionError("not " + what + ": " + event);
        }
    }

    private static Got got(
            StringBuilder text,
            StringBuilder thoughts,
            List<Map.Entry<String, String>> calls,
            String stop,
            JsonNode usage) {
        return new Got(
                text.toString(),
                thoughts.toString(),
                calls,
                stop,
                usage.path("input_tokens").asLong()
                        + usage.path("cache_read_input_tokens").asLong(),
                usage.path("output_tokens").asLong());
    }
}
