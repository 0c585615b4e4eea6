package io.signalbox.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.e2e.gateway.Answer;
import io.signalbox.e2e.gateway.EveryProvider;
import io.signalbox.e2e.gateway.GatewayClient;
import io.signalbox.e2e.gateway.GatewayProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A model thinks and calls a tool; the result, with all that came with the call, goes to the same model or another provider's, which goes on. */
@ExtendWith(EveryProvider.class)
final class HandoverIT {

    /** Of Gemini's both kinds: the older may be given a call without its signature, the newer refuses that. */
    private static final List<String> MODELS =
            List.of("gpt-5-mini", "claude-haiku-4.5", "gemini-2.5-flash", "gemini-3-flash");

    private static final ObjectMapper JSON = new ObjectMapper();

    /** How one surface asks for thoughts and a tool, and how its clients give an answer and the tool's result back. */
    enum Talk {
        CHAT(
                "/v1/chat/completions",
                "messages",
                "\"max_completion_tokens\":4096,\"reasoning_effort\":\"low\",\"tools\":[{\"type\":\"function\",\"function\":"
                        + "{\"name\":\"weather\",\"parameters\":{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}}}]") {
            @Override
            void goOn(JsonNode answer, ArrayNode conversation) {
                JsonNode message = answer.at("/choices/0/message");
                conversation.add(message);
                conversation
                        .addObject()
                        .put("role", "tool")
                        .put("tool_call_id", message.at("/tool_calls/0/id").asText())
                        .put("content", "Rain.");
            }
        },
        MESSAGES(
                "/v1/messages",
                "messages",
                "\"max_tokens\":4096,\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024},\"tools\":[{\"name\":\"weather\","
                        + "\"input_schema\":{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}}]") {
            @Override
            void goOn(JsonNode answer, ArrayNode conversation) {
                ArrayNode results = JSON.createArrayNode();
                conversation.addObject().put("role", "assistant").set("content", answer.path("content"));
                answer.path("content")
                        .valueStream()
                        .filter(block -> block.path("type").asText().equals("tool_use"))
                        .forEach(call -> results.addObject()
                                .put("type", "tool_result")
                                .put("tool_use_id", call.path("id").asText())
                                .put("content", "Rain."));
                conversation.addObject().put("role", "user").set("content", results);
            }
        },
        RESPONSES(
                "/v1/responses",
                "input",
                "\"store\":false,\"include\":[\"reasoning.encrypted_content\"],\"reasoning\":{\"effort\":\"low\",\"summary\":\"auto\"},"
                        + "\"tools\":[{\"type\":\"function\",\"name\":\"weather\",\"parameters\":{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}}]") {
            @Override
            void goOn(JsonNode answer, ArrayNode conversation) {
                for (JsonNode item : answer.path("output")) {
                    conversation.add(item);
                }
                for (JsonNode item : answer.path("output")) {
                    if (item.path("type").asText().equals("function_call")) {
                        conversation
                                .addObject()
                                .put("type", "function_call_output")
                                .put("call_id", item.path("call_id").asText())
                                .put("output", "Rain.");
                    }
                }
            }
        };

        private final String path;
        private final String conversation;
        private final String wishes;

        Talk(String path, String conversation, String wishes) {
            this.path = path;
            this.conversation = conversation;
            this.wishes = wishes;
        }

        abstract void goOn(JsonNode answer, ArrayNode conversation);

        ObjectNode question() {
            return object("{\"" + conversation + "\":[{\"role\":\"user\",\"content\":\"How is the weather in Köln?\"}],"
                    + wishes + "}");
        }
    }

    private final GatewayClient client;

    HandoverIT(GatewayProcess gateway) {
        this.client = new GatewayClient(gateway.origin(), gateway.firstRun().apiKey());
    }

    private static Stream<Arguments> handovers() {
        return Stream.of(Talk.values())
                .flatMap(talk ->
                        MODELS.stream().flatMap(from -> MODELS.stream().map(to -> Arguments.of(talk, from, to))));
    }

    @ParameterizedTest
    @MethodSource("handovers")
    void goesOnWithAToolsResultAtAnyProvider(Talk talk, String from, String to) {
        // Given
        ObjectNode body = talk.question();
        Answer asked = client.send(
                "POST", talk.path, body.deepCopy().put("model", from).toString());
        assertThat(asked.status()).as(asked.body()).isEqualTo(200);
        talk.goOn(asked.json(), (ArrayNode) body.get(talk.conversation));

        // When
        Answer told = client.send("POST", talk.path, body.put("model", to).toString());

        // Then
        assertThat(told.status()).as(told.body()).isEqualTo(200);
        assertThat(told.body()).contains("made up", "Rain.");
    }

    private static ObjectNode object(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }
}
