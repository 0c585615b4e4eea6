package io.signalbox.dialect.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.AnswerFormat;
import io.signalbox.chat.ChatRequest;
import io.signalbox.chat.Media;
import io.signalbox.chat.Message;
import io.signalbox.chat.Part;
import io.signalbox.chat.Reasoning;
import io.signalbox.chat.Tool;
import io.signalbox.chat.ToolChoice;
import io.signalbox.fault.Fault;
import io.signalbox.json.Json;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Responses request in no protocol's words. */
final class RequestReaderTest {

    private static ChatRequest read(String members) {
        return ResponsesScan.read(Buffer.buffer("{\"model\":\"m\"," + members + "}"))
                .chat();
    }

    @Test
    void readsAStringAfterTheInstructions() {
        assertThat(read("\"input\":\"hi\",\"instructions\":\"be brief\"").messages())
                .containsExactly(Message.of(Message.Role.DEVELOPER, "be brief"), Message.of(Message.Role.USER, "hi"));
    }

    @Test
    void readsWhatWasSaidAndCalledInARowAsOneTurn() {
        // When
        List<Message> messages = read("""
                "input":[{"role":"user","content":"hi"},
                 {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":"signalbox:signature:sig"},
                 {"type":"reasoning","id":"rs_2","summary":[],"encrypted_content":"signalbox:redacted:blob"},
                 {"type":"message","id":"msg_1","role":"assistant","status":"completed","content":[{"type":"output_text","text":"so","annotations":[]}]},
                 {"type":"reasoning","id":"rs_3","summary":[],"encrypted_content":"signalbox:call:gem"},
                 {"type":"function_call","call_id":"a","name":"f","arguments":"{}"},
                 {"type":"function_call","call_id":"b","name":"g","arguments":"{}"},
                 {"type":"function_call_output","call_id":"a","output":"1"},
                 {"type":"function_call_output","call_id":"b","output":[{"type":"input_text","text":"2"}]},
                 {"role":"user","content":[{"type":"input_text","text":"go on"}]}]""").messages();

        // Then
        assertThat(messages)
                .containsExactly(
                        Message.of(Message.Role.USER, "hi"),
                        Message.of(
                                Message.Role.ASSISTANT,
                                List.of(
                                        new Part.Thinking("hm", Optional.of("sig")),
                                        new Part.RedactedThinking("blob"),
                                        Part.Text.of("so"),
                                        new Part.ToolCall("a", "f", "{}", Optional.of("gem"), Optional.empty()),
                                        Part.ToolCall.of("b", "g", "{}"))),
                        Message.of(
                                Message.Role.TOOL,
                                List.of(
                                        new Part.ToolResult("a", List.of(Part.Text.of("1")), false, Optional.empty()),
                                        new Part.ToolResult("b", List.of(Part.Text.of("2")), false, Optional.empty()))),
                        Message.of(Message.Role.USER, "go on"));
    }

    @Test
    void leavesOutThoughtsThatOnlyOpenAiCanRead() {
        assertThat(read("\"input\":[{\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"gAAA\"},"
                                + "{\"role\":\"user\",\"content\":\"x\"}]")
                        .messages())
                .containsExactly(Message.of(Message.Role.USER, "x"));
    }

    @Test
    void readsPartsThatAreNoText() {
        // When
        List<Part> parts = read("""
                "input":[{"role":"user","content":[
                 {"type":"input_image","image_url":"data:image/png;base64,iVBO","detail":"low"},
                 {"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,JVBE"},
                 {"type":"input_file","file_url":"https://example.com/b.pdf"},
                 {"type":"input_audio","input_audio":{"format":"wav","data":"UklG"}}]}]""").messages().get(0).parts();

        // Then
        assertThat(parts)
                .containsExactly(
                        new Part.Image(new Media.Inline("image/png", "iVBO"), Optional.of("low"), Optional.empty()),
                        new Part.Document(
                                new Media.Inline("application/pdf", "JVBE"), Optional.of("a.pdf"), Optional.empty()),
                        new Part.Document(
                                new Media.Url("https://example.com/b.pdf"), Optional.empty(), Optional.empty()),
                        new Part.Audio("wav", "UklG"));
    }

    @Test
    void readsToolsAndWhichOfThemAreAllowed() {
        // Given
        String tools =
                "\"input\":\"x\",\"tools\":[{\"type\":\"function\",\"name\":\"f\",\"description\":\"d\",\"strict\":true,"
                        + "\"parameters\":{\"type\":\"object\"}},{\"type\":\"function\",\"name\":\"g\"}],";

        // Then
        assertThat(read(tools + "\"tool_choice\":{\"type\":\"function\",\"name\":\"f\"}")
                        .toolChoice())
                .isEqualTo(new ToolChoice(ToolChoice.Mode.NAMED, Optional.of("f"), false));
        assertThat(read(tools + "\"parallel_tool_calls\":false").tools())
                .extracting(Tool::name)
                .containsExactly("f", "g");
        ChatRequest some = read(tools + "\"tool_choice\":{\"type\":\"allowed_tools\",\"mode\":\"required\",\"tools\":"
                + "[{\"type\":\"function\",\"name\":\"g\"}]}");
        assertThat(some.tools()).extracting(Tool::name).containsExactly("g");
        assertThat(some.toolChoice()).isEqualTo(new ToolChoice(ToolChoice.Mode.REQUIRED, Optional.empty(), false));
    }

    @Test
    void readsTheWishesOfTheAnswer() throws IOException {
        // When
        ChatRequest request = read("""
                "input":"x","text":{"format":{"type":"json_schema","name":"n","strict":true,"schema":{"type":"object"}}},
                "reasoning":{"effort":"low","summary":"auto"},"max_output_tokens":50,"temperature":0.50,"top_logprobs":2,
                "metadata":{"a":"b"},"safety_identifier":"u","vendor":{"x":1}""");

        // Then
        assertThat(request.format())
                .isEqualTo(new AnswerFormat.JsonSchema(
                        "n", Optional.empty(), (ObjectNode) Json.read("{\"type\":\"object\"}"), true));
        assertThat(request.reasoning())
                .isEqualTo(new Reasoning(Optional.of(Reasoning.Effort.LOW), 0, Optional.of(true)));
        assertThat(request.outputLimit()).isEqualTo(50);
        assertThat(request.sampling().temperature().orElseThrow()).hasToString("0.50");
        assertThat(request.sampling().logprobs()).isTrue();
        assertThat(request.sampling().topLogprobs()).contains(2L);
        assertThat(request.hints().user()).contains("u");
        assertThat(request.extra()).containsOnlyKeys("vendor");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"input\":[{\"role\":\"nobody\",\"content\":\"x\"}]|input[0].role",
                "\"input\":[{\"type\":\"function_call\",\"name\":\"f\"}]|input[0].call_id",
                "\"input\":[{\"type\":\"web_search_call\"}]|input[0].type",
                "\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"hologram\"}]}]|input[0].content[0].type",
                "\"input\":\"x\",\"tools\":[{\"type\":\"mcp\"}]|tools[0].type",
                "\"input\":\"x\",\"tool_choice\":{\"type\":\"mcp\"}|tool_choice.type",
                "\"input\":\"x\",\"tool_choice\":\"maybe\"|tool_choice",
                "\"input\":\"x\",\"text\":{\"format\":{\"type\":\"xml\"}}|text.format.type",
                "\"input\":\"x\",\"reasoning\":{\"effort\":\"vast\"}|reasoning.effort",
            })
    void refusesAndNamesTheParameter(String members, String param) {
        assertThatThrownBy(() -> read(members))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.param()).contains(param));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"input\" : \"grüße\" ,P|\"input\" : [I,{\"type\":\"message\",\"role\":\"user\",\"content\":\"grüße\"}]",
                "P,\"input\":[ {\"role\":\"user\",\"content\":\"b\"} ]|\"input\":[I, {\"role\":\"user\",\"content\":\"b\"}]",
                "P|\"input\":[I]",
                "P,\"input\":null|\"input\":[I]",
                "\"input\":[],P|\"input\":[I]",
            })
    void goesOnAfterWhatWasSaid(String members, String expected) {
        // Given
        String item = "{\"role\":\"user\",\"content\":\"a\"}";
        ResponsesScan scan = ResponsesScan.read(
                Buffer.buffer("{\"model\":\"m\"," + members.replace("P", "\"previous_response_id\":\"resp_1\"") + "}"));
        assertThat(scan.previous()).contains("resp_1");

        // When
        ResponsesScan whole = scan.continuing("resp_1", Buffer.buffer("[" + item + "]"));

        // Then
        assertThat(whole.previous()).isEmpty();
        assertThat(whole.continued()).contains("resp_1");
        assertThat(whole.body().toString())
                .isEqualToIgnoringWhitespace("{\"model\":\"m\"," + expected.replace("I", item) + "}");
        assertThat(whole.facts().messages()).isGreaterThanOrEqualTo(1);
    }

    @Test
    void keepsWhatWasSaidTogetherWithTheAnswer() {
        // Given
        ResponsesScan scan = ResponsesScan.read(Buffer.buffer("{\"model\":\"m\",\"input\":\"hi\"}"))
                .kept();
        String response =
                "{\"id\":\"resp_1\",\"output\":[{\"type\":\"message\",\"role\":\"assistant\",\"content\":[]}]}";

        // When
        KeptResponse whole = scan.keptWith(Buffer.buffer(response));
        KeptResponse streamed = scan.keptWith(
                Buffer.buffer("{\"type\":\"response.completed\",\"id\":\"no\",\"response\":" + response + "}"));

        // Then
        assertThat(whole.id()).isEqualTo("resp_1");
        assertThat(whole.items())
                .hasToString(
                        "[{\"type\":\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"hi\"}]},"
                                + "{\"type\":\"message\",\"role\":\"assistant\",\"content\":[]}]");
        assertThat(whole.response()).hasToString(response);
        assertThat(KeptResponse.id(Buffer.buffer(response))).isEqualTo("resp_1");
        assertThat(streamed.items()).isEqualTo(whole.items());
        assertThat(streamed.response()).isEqualTo(whole.response());
    }
}
