package io.signalbox.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.signalbox.chat.Surface;
import io.signalbox.dialect.openai.ChatSurface;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A client of {@code /v1/chat/completions} (https://platform.openai.com/docs/api-reference/chat). */
final class ChatClient implements Client {

    private static final String TOOLS = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"" + Wish.TOOL
            + "\",\"parameters\":" + Wish.PARAMETERS + "}}]";
    private static final String EXCHANGE = TOOLS + ",\"reasoning_effort\":\"high\"";

    @Override
    public String title() {
        return "chat completions";
    }

    @Override
    public Surface surface() {
        return new ChatSurface();
    }

    @Override
    public boolean knows(Wish wish) {
        return true;
    }

    @Override
    public String body(Wish wish, String model, boolean stream) {
        String content = wish == Wish.IMAGE
                ? "[{\"type\":\"text\",\"text\":\"" + Wish.QUESTION
                        + "\"},{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64," + Wish.PNG
                        + "\"}}]"
                : "\"" + Wish.QUESTION + "\"";
        String more = switch (wish) {
            case TEXT, IMAGE -> "";
            case TOOLS -> TOOLS;
            case SCHEMA ->
                ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"weather\","
                        + "\"strict\":true,\"schema\":" + Wish.ANSWER_SCHEMA + "}}";
            case REASONING -> ",\"reasoning_effort\":\"high\"";
            case EXCHANGE -> EXCHANGE;
        };
        String streamed = stream ? ",\"stream\":true,\"stream_options\":{\"include_usage\":true}" : "";
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},"
                + "{\"role\":\"user\",\"content\":" + content + "}]" + more + streamed + "}";
    }

    @Override
    public String followUp(String model, JsonNode answer) {
        JsonNode message = answer.path("choices").path(0).path("message");
        String call = message.path("tool_calls").path(0).path("id").asText();
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + Wish.QUESTION + "\"},"
                + message + ",{\"role\":\"tool\",\"tool_call_id\":\"" + call + "\",\"content\":\"Rain.\"}]" + EXCHANGE
                + "}";
    }

    @Override
    public Got whole(JsonNode answer) {
        JsonNode choice = answer.path("choices").path(0);
        JsonNode message = choice.path("message");
        List<Map.Entry<String, String>> calls = new ArrayList<>();
        message.path("tool_calls")
                .forEach(call -> calls.add(Map.entry(
                        call.path("function").path("name").asText(),
                        call.path("function").path("arguments").asText())));
        return new Got(
                message.path("content").asText(""),
                message.path("reasoning_content").asText(""),
                calls,
                choice.path("finish_reason").asText(),
                answer.path("usage").path("prompt_tokens").asLong(),
                answer.path("usage").path("completion_tokens").asLong());
    }

    @Override
    public Got stream(List<Event> events) {
        StringBuilder text = new StringBuilder();
        StringBuilder thoughts = new StringBuilder();
        List<String> names = new ArrayList<>();
        List<StringBuilder> arguments = new ArrayList<>();
        String stop = "";
        JsonNode usage = null;
        if (!events.remove(events.size() - 1).data().equals("[DONE]")) {
            throw new AssertionError("the stream has no end mark");
        }
        for (Event each : events) {
            JsonNode chunk = each.json();
            usage = chunk.has("usage") ? chunk.path("usage") : usage;
            JsonNode choice = chunk.path("choices").path(0);
            JsonNode delta = choice.path("delta");
            text.append(delta.path("content").asText(""));
            thoughts.append(delta.path("reasoning_content").asText(""));
            for (JsonNode call : delta.path("tool_calls")) {
                int index = call.path("index").asInt();
                if (index == names.size()) {
                    names.add(call.path("function").path("name").asText());
                    arguments.add(new StringBuilder());
                }
                arguments
                        .get(index)
                        .append(call.path("function").path("arguments").asText(""));
            }
            stop = choice.hasNonNull("finish_reason")
                    ? choice.path("finish_reason").asText()
                    : stop;
        }
        List<Map.Entry<String, String>> calls = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            calls.add(Map.entry(names.get(i), arguments.get(i).toString()));
        }
        JsonNode used = usage == null ? MissingNode.getInstance() : usage;
        return new Got(
                text.toString(),
                thoughts.toString(),
                calls,
                stop,
                used.path("prompt_tokens").asLong(),
                used.path("completion_tokens").asLong());
    }
}
