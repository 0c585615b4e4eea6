package io.signalbox.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.chat.AnswerFormat;
import io.signalbox.chat.CacheMark;
import io.signalbox.chat.ChatRequest;
import io.signalbox.chat.Media;
import io.signalbox.chat.Message;
import io.signalbox.chat.Part;
import io.signalbox.chat.Reasoning;
import io.signalbox.chat.ToolChoice;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChatRequestReaderTest {

    private static ChatRequest read(String members) {
        String messages =
                members.contains("\"messages\"") ? "" : "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],";
        return CompletionScan.read(Buffer.buffer("{" + messages + "\"model\":\"m\"," + members + "}"))
                .chat();
    }

    private static List<Message> messages(String list) {
        return read("\"messages\":[" + list + "]").messages();
    }

    @Test
    void keepsInstructionsAsMessagesInTheirPlace() {
        // When
        List<Message> messages = messages("""
                {"role":"system","content":"a"},{"role":"user","name":"Ada","content":"b"},
                {"role":"developer","content":[{"type":"text","text":"c"}]}""");

        // Then
        assertThat(messages)
                .containsExactly(
                        Message.of(Message.Role.SYSTEM, "a"),
                        new Message(Message.Role.USER, List.of(Part.Text.of("b")), Optional.of("Ada")),
                        Message.of(Message.Role.DEVELOPER, "c"));
    }

    @Test
    void readsEveryKindOfPart() {
        // When
        List<Part> parts = messages("""
                {"role":"user","content":[
                 {"type":"text","text":"t","cache_control":{"type":"ephemeral","ttl":"1h"}},
                 {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA","detail":"low"}},
                 {"type":"image_url","image_url":{"url":"https://example.org/a.png"}},
                 {"type":"input_audio","input_audio":{"data":"BBBB","format":"wav"}},
                 {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,CCCC"}}]}""").get(0).parts();

        // Then
        assertThat(parts)
                .containsExactly(
                        new Part.Text("t", Optional.of(new CacheMark(Optional.of("1h")))),
                        new Part.Image(new Media.Inline("image/png", "AAAA"), Optional.of("low"), Optional.empty()),
                        new Part.Image(new Media.Url("https://example.org/a.png"), Optional.empty(), Optional.empty()),
                        new Part.Audio("wav", "BBBB"),
                        new Part.Document(
                                new Media.Inline("application/pdf", "CCCC"), Optional.of("a.pdf"), Optional.empty()));
    }

    @Test
    void readsAToolExchangeWithWhatProvidersWantBack() {
        // When
        List<Message> messages = messages("""
                {"role":"user","content":"x"},
                {"role":"assistant","content":null,
                 "reasoning_details":[{"type":"reasoning.text","text":"hm","signature":"sig"},
                                      {"type":"reasoning.encrypted","data":"blob"},{"type":"reasoning.new"}],
                 "tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\\"a\\": 1}"},
                                "extra_content":{"google":{"thought_signature":"g"}}},
                               {"id":"c2","type":"function","function":{"name":"h","arguments":""}}]},
                {"role":"tool","tool_call_id":"c1","content":"1"},
                {"role":"tool","tool_call_id":"c2","content":[{"type":"text","text":"2"}]}""");

        // Then
        assertThat(messages.get(1).parts())
                .containsExactly(
                        new Part.Thinking("hm", Optional.of("sig")),
                        new Part.RedactedThinking("blob"),
                        new Part.ToolCall("c1", "f", "{\"a\": 1}", Optional.of("g"), Optional.empty()),
                        Part.ToolCall.of("c2", "h", ""));
        assertThat(messages.subList(2, 4)).allMatch(each -> each.role() == Message.Role.TOOL);
        assertThat(messages.get(3).parts())
                .containsExactly(new Part.ToolResult("c2", List.of(Part.Text.of("2")), false, Optional.empty()));
    }

    @Test
    void readsWhatIsAskedOfTheAnswer() {
        // When
        ChatRequest request = read("""
                "max_tokens":7,"max_completion_tokens":9,"temperature":0.30,"top_p":1,"seed":-4,"stop":"END",
                "n":2,"logprobs":true,"top_logprobs":3,"frequency_penalty":0.5,"presence_penalty":-0.5,
                "reasoning_effort":"high","user":"u","store":false,"service_tier":"flex",
                "tool_choice":{"type":"function","function":{"name":"f"}},"parallel_tool_calls":false,
                "tools":[{"type":"function","function":{"name":"f","description":"d","strict":true,
                          "parameters":{"type":"object","properties":{"z":{"type":"number"},"a":{}}}}}],
                "response_format":{"type":"json_schema","json_schema":{"name":"s","strict":true,"schema":{"type":"object"}}},
                "vendor":{"x":[1]}""");

        // Then
        assertThat(request.outputLimit()).isEqualTo(9);
        assertThat(request.sampling().temperature()).contains(new BigDecimal("0.30"));
        assertThat(request.sampling().seed()).contains(-4L);
        assertThat(request.sampling().stop()).containsExactly("END");
        assertThat(request.sampling().choices()).isEqualTo(2);
        assertThat(request.reasoning().effort()).contains(Reasoning.Effort.HIGH);
        assertThat(request.hints().user()).contains("u");
        assertThat(request.hints().store()).contains(false);
        assertThat(request.toolChoice()).isEqualTo(new ToolChoice(ToolChoice.Mode.NAMED, Optional.of("f"), true));
        assertThat(request.tools().get(0).parameters().toString())
                .as("a schema keeps its order")
                .isEqualTo("{\"type\":\"object\",\"properties\":{\"z\":{\"type\":\"number\"},\"a\":{}}}");
        assertThat(request.format())
                .isInstanceOfSatisfying(
                        AnswerFormat.JsonSchema.class,
                        schema -> assertThat(schema.strict()).isTrue());
        assertThat(request.extra()).containsOnlyKeys("vendor");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"messages\":[{\"role\":\"wizard\",\"content\":\"x\"}]|messages[0].role|INVALID_REQUEST",
                "\"messages\":[{\"content\":\"x\"}]|messages[0].role|INVALID_REQUEST",
                "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\"}]}]|messages[0].content[0].text|INVALID_REQUEST",
                "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"hologram\"}]}]|messages[0].content[0].type|UNSUPPORTED_PARAMETER",
                "\"messages\":[{\"role\":\"tool\",\"content\":\"x\"}]|messages[0].tool_call_id|INVALID_REQUEST",
                "\"temperature\":\"hot\"|temperature|INVALID_REQUEST",
                "\"tool_choice\":\"sometimes\"|tool_choice|INVALID_REQUEST",
                "\"tools\":[{\"type\":\"function\",\"function\":{}}]|tools[0].function.name|INVALID_REQUEST",
                "\"reasoning_effort\":\"colossal\"|reasoning_effort|INVALID_REQUEST",
                "\"response_format\":{\"type\":\"xml\"}|response_format.type|INVALID_REQUEST",
                "\"seed\":1.5|seed|INVALID_REQUEST",
                "\"stop\":[1]|stop|INVALID_REQUEST",
            })
    void namesTheParameterThatIsWrong(String members, String param, FaultCode code) {
        assertThatThrownBy(() -> read(members)).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.param()).contains(param);
            assertThat(fault.code()).isEqualTo(code);
        });
    }
}
