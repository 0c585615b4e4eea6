package io.signalbox.sandbox;

import static io.signalbox.sandbox.SandboxHttp.list;
import static io.signalbox.sandbox.SandboxHttp.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sandbox as OpenAI's responses. */
final class ResponsesVoiceTest {

    private static final String PATH = "/v1/responses";
    private static final JsonObject TOOL = object("type", "function", "name", "weather", "parameters", object());
    private static final JsonObject REASONING = object("effort", "low", "summary", "auto");

    private SandboxHttp http;

    @BeforeEach
    void start() throws Exception {
        http = new SandboxHttp(Map.of());
    }

    @AfterEach
    void stop() throws Exception {
        http.close();
    }

    private static JsonObject request(Object... more) {
        return object("model", "sandbox/small", "input", "Grüß Gott").mergeIn(object(more));
    }

    @Test
    void answersInText() throws Exception {
        // When
        JsonObject response = http.post(PATH, request()).json();

        // Then
        SandboxUsage metered = http.metered("sandbox/small");
        JsonObject message = response.getJsonArray("output").getJsonObject(0);
        assertThat(response.getString("object")).isEqualTo("response");
        assertThat(response.getString("status")).isEqualTo("completed");
        assertThat(response.fieldNames())
                .contains("error", "incomplete_details", "instructions", "tools", "tool_choice", "text", "top_p");
        assertThat(message.getString("type")).isEqualTo("message");
        assertThat(message.getJsonArray("content").getJsonObject(0).getString("text"))
                .startsWith("[sandbox/small] This answer is made up.");
        assertThat(response.getJsonObject("usage"))
                .isEqualTo(new JsonObject(
                        "{\"input_tokens\":10,\"input_tokens_details\":{\"cached_tokens\":0},\"output_tokens\":"
                                + metered.output()
                                + ",\"output_tokens_details\":{\"reasoning_tokens\":0},\"total_tokens\":"
                                + metered.totalTokens() + "}"));
    }

    @Test
    void streamsReasoningAndTextInNumberedEvents() throws Exception {
        // When
        SandboxHttp.Answer answer = http.post(PATH, request("stream", true, "reasoning", REASONING));

        // Then
        List<JsonObject> events = answer.events();
        JsonObject response = events.get(events.size() - 1).getJsonObject("response");
        assertThat(answer.eventNames().stream().distinct())
                .containsExactly(
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.reasoning_summary_part.added",
                        "response.reasoning_summary_text.delta",
                        "response.reasoning_summary_text.done",
                        "response.reasoning_summary_part.done",
                        "response.output_item.done",
                        "response.content_part.added",
                        "response.output_text.delta",
                        "response.output_text.done",
                        "response.content_part.done",
                        "response.completed");
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).getInteger("sequence_number")).isEqualTo(i);
            assertThat(events.get(i).getString("type"))
                    .isEqualTo(answer.eventNames().get(i));
        }
        assertThat(items(events)).isEqualTo(response.getJsonArray("output"));
        assertThat(response.getJsonObject("usage")
                        .getJsonObject("output_tokens_details")
                        .getLong("reasoning_tokens"))
                .isEqualTo(http.metered("sandbox/small").reasoning())
                .isPositive();
    }

    private static JsonArray items(List<JsonObject> events) {
        JsonArray items = new JsonArray();
        for (JsonObject each : events) {
            if (each.getString("type").equals("response.output_item.done")) {
                assertThat(each.getInteger("output_index")).isEqualTo(items.size());
                items.add(each.getJsonObject("item"));
            }
        }
        return items;
    }

    @Test
    void takesReasoningBackWithTheCallItCameWith() throws Exception {
        // Given
        JsonObject asked = request(
                "tools",
                list(TOOL),
                "reasoning",
                REASONING,
                "store",
                false,
                "include",
                list("reasoning.encrypted_content"));
        JsonArray output = http.post(PATH, asked).json().getJsonArray("output");
        JsonObject call = output.getJsonObject(1);
        JsonObject result =
                object("type", "function_call_output", "call_id", call.getString("call_id"), "output", "12 °C");

        // When
        SandboxHttp.Answer good = follow(asked, output.getJsonObject(0), call, result);
        SandboxHttp.Answer alone = follow(asked, call, result);
        SandboxHttp.Answer changed =
                follow(asked, output.getJsonObject(0).copy().put("encrypted_content", "x"), call, result);

        // Then
        assertThat(good.body().toString()).contains("12 °C");
        assertThat(alone.status()).isEqualTo(400);
        assertThat(alone.body().toString()).contains("was provided without its required 'reasoning' item");
        assertThat(changed.body().toString()).contains("could not be verified");
    }

    private SandboxHttp.Answer follow(JsonObject asked, JsonObject... items) throws Exception {
        JsonArray input = list(object("role", "user", "content", "w?"));
        List.of(items).forEach(input::add);
        return http.post(PATH, asked.copy().put("input", input));
    }

    @Test
    void endsAsTheRequestOrTheModelWants() throws Exception {
        // When
        JsonObject cut = http.post(PATH, request("max_output_tokens", 16)).json();
        JsonObject filtered = http.post(PATH, request("model", "sandbox/error-content-filter"))
                .json();
        JsonObject refused =
                http.post(PATH, request("model", "sandbox/error-refusal")).json();

        // Then
        assertThat(cut.getString("status")).isEqualTo("incomplete");
        assertThat(cut.getJsonObject("incomplete_details")).isEqualTo(object("reason", "max_output_tokens"));
        assertThat(filtered.getJsonObject("incomplete_details")).isEqualTo(object("reason", "content_filter"));
        assertThat(refused.getJsonArray("output")
                        .getJsonObject(0)
                        .getJsonArray("content")
                        .getJsonObject(0)
                        .getString("type"))
                .isEqualTo("refusal");
    }

    @Test
    void failsInTheMiddleOfAStream() throws Exception {
        // When
        SandboxHttp.Answer told = http.post(PATH, request("model", "sandbox/error-midstream", "stream", true));

        // Then
        assertThat(told.eventNames()).endsWith("response.output_text.delta", "error", "response.failed");
        assertThat(told.events()
                        .get(told.events().size() - 1)
                        .getJsonObject("response")
                        .getString("status"))
                .isEqualTo("failed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"input\":[]}|input",
                "{\"max_output_tokens\":3}|max_output_tokens",
                "{\"previous_response_id\":\"resp_1\"}|previous_response_id",
                "{\"input\":[{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":\"x\"}]}|input[0]",
                "{\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"x\"}]}]}|input[0].content",
                "{\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"output_text\",\"text\":\"x\"}]}]}|input[0].content",
                "{\"text\":{\"format\":{\"type\":\"json_schema\"}}}|text.format.name",
            })
    void refusesWhatOpenAiRefuses(String more, String param) throws Exception {
        // When
        SandboxHttp.Answer answer = http.post(PATH, request().mergeIn(new JsonObject(more)));

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().getJsonObject("error").getString("param")).isEqualTo(param);
    }
}
