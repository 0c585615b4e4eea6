package io.signalbox.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.chat.Surface;
import io.signalbox.dialect.completions.CompletionsSurface;
import java.util.List;

/** A client of {@code /v1/completions} (https://platform.openai.com/docs/api-reference/completions). */
final class CompletionsClient implements Client {

    @Override
    public String title() {
        return "legacy completions";
    }

    @Override
    public Surface surface() {
        return new CompletionsSurface();
    }

    @Override
    public boolean knows(Wish wish) {
        return wish == Wish.TEXT;
    }

    @Override
    public String body(Wish wish, String model, boolean stream) {
        String streamed = stream ? ",\"stream\":true,\"stream_options\":{\"include_usage\":true}" : "";
        return "{\"model\":\"" + model + "\",\"prompt\":\"" + Wish.QUESTION + "\",\"max_tokens\":200" + streamed + "}";
    }

    @Override
    public String followUp(String model, JsonNode answer) {
        throw new IllegalStateException("the API knows no tools");
    }

    @Override
    public Got whole(JsonNode answer) {
        return got(
                answer.path("choices").path(0).path("text").asText(),
                answer.path("choices").path(0).path("finish_reason").asText(),
                answer.path("usage"));
    }

    @Override
    public Got stream(List<Event> events) {
        if (!events.remove(events.size() - 1).data().equals("[DONE]")) {
            throw new AssertionError("the stream has no end mark");
        }
        StringBuilder text = new StringBuilder();
        String stop = "";
        for (Event each : events) {
            JsonNode choice = each.json().path("choices").path(0);
            text.append(choice.path("text").asText(""));
            stop = choice.hasNonNull("finish_reason")
                    ? choice.path("finish_reason").asText()
                    : stop;
        }
        return got(text.toString(), stop, events.get(events.size() - 1).json().path("usage"));
    }

    private static Got got(String text, String stop, JsonNode usage) {
        return new Got(
                text,
                "",
                List.of(),
                stop,
                usage.path("prompt_tokens").asLong(),
                usage.path("completion_tokens").asLong());
    }
}
