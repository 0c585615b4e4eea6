package io.signalbox.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.chat.Surface;
import io.signalbox.dialect.responses.ResponsesSurface;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A client of {@code /v1/responses} (https://platform.openai.com/docs/api-reference/responses). */
final class ResponsesClient implements Client {

    private static final String TOOLS = ",\"tools\":[{\"type\":\"function\",\"name\":\"" + Wish.TOOL
            + "\",\"parameters\":" + Wish.PARAMETERS + "}]";
    private static final String THINKING =
            ",\"reasoning\":{\"effort\":\"high\",\"summary\":\"auto\"},\"include\":[\"reasoning.encrypted_content\"]";

    @Override
    public String title() {
        return "OpenAI responses";
    }

    @Override
    public Surface surface() {
        return new ResponsesSurface();
    }

    @Override
    public boolean knows(Wish wish) {
        return true;
    }

    @Override
    public String body(Wish wish, String model, boolean stream) {
        String input = wish == Wish.IMAGE
                ? "[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"" + Wish.QUESTION
                        + "\"},{\"type\":\"input_image\",\"image_url\":\"data:image/png;base64," + Wish.PNG + "\"}]}]"
                : "\"" + Wish.QUESTION + "\"";
        String more = switch (wish) {
            case TEXT, IMAGE -> "";
            case TOOLS -> TOOLS;
            case SCHEMA ->
                ",\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"weather\",\"strict\":true," + "\"schema\":"
                        + Wish.ANSWER_SCHEMA + "}}";
            case REASONING -> THINKING;
            case EXCHANGE -> TOOLS + THINKING;
        };
        return "{\"model\":\"" + model + "\",\"instructions\":\"Be brief.\",\"input\":" + input + more + ",\"stream\":"
                + stream + "}";
    }

    @Override
    public String followUp(String model, JsonNode answer) {
        StringBuilder items = new StringBuilder("{\"role\":\"user\",\"content\":\"" + Wish.QUESTION + "\"}");
        String call = "";
        for (JsonNode item : answer.path("output")) {
            items.append(',').append(item);
            call = item.path("call_id").asText(call);
        }
        items.append(",{\"type\":\"function_call_output\",\"call_id\":\"" + call + "\",\"output\":\"Rain.\"}");
        return "{\"model\":\"" + model + "\",\"input\":[" + items + "]" + TOOLS + THINKING + "}";
    }

    @Override
    public Got whole(JsonNode answer) {
        StringBuilder text = new StringBuilder();
        StringBuilder thoughts = new StringBuilder();
        List<Map.Entry<String, String>> calls = new ArrayList<>();
        for (JsonNode item : answer.path("output")) {
            switch (item.path("type").asText()) {
                case "message" ->
                    item.path("content")
                            .forEach(part -> text.append(part.path("text").asText("")));
                case "reasoning" -> {
                    item.path("summary")
                            .forEach(part -> thoughts.append(part.path("text").asText("")));
                    item.path("content")
                            .forEach(part -> thoughts.append(part.path("text").asText("")));
                }
                case "function_call" ->
                    calls.add(Map.entry(
                            item.path("name").asText(), item.path("arguments").asText()));
                default -> throw new AssertionError("no item of the API: " + item);
            }
        }
        return new Got(
                text.toString(),
                thoughts.toString(),
                calls,
                answer.path("status").asText(),
                answer.path("usage").path("input_tokens").asLong(),
                answer.path("usage").path("output_tokens").asLong());
    }

    /** What the deltas say must be what the final object says. */
    @Override
    public Got stream(List<Event> events) {
        StringBuilder text = new StringBuilder();
        StringBuilder arguments = new StringBuilder();
        int number = 0;
        JsonNode last = null;
        for (Event each : events) {
            if (each.data().equals("[DONE]")) {
                continue;
            }
            last = each.json();
            if (!last.path("type").asText().equals(each.type())) {
                throw new AssertionError("an event has one type: " + last);
            }
            if (last.path("sequence_number").asInt() != number++) {
                throw new AssertionError("sequence numbers follow each other: " + last);
            }
            if (each.type().equals("response.output_text.delta")) {
                text.append(last.path("delta").asText());
            } else if (each.type().equals("response.function_call_arguments.delta")) {
                arguments.append(last.path("delta").asText());
            }
        }
        if (last == null || !last.path("type").asText().equals("response.completed")) {
            throw new AssertionError("no response.completed at the end: " + last);
        }
        Got got = whole(last.path("response"));
        String called = got.calls().stream().map(Map.Entry::getValue).reduce("", String::concat);
        if (!got.text().contentEquals(text) || !called.contentEquals(arguments)) {
            throw new AssertionError("deltas and final object differ: " + text + " " + arguments + " " + got);
        }
        return got;
    }
}
