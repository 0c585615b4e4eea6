package io.signalbox.dialect.anthropic;

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
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MessagesRequestReaderTest {

    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    private static ChatRequest read(String body) {
        return MessagesRequestReader.read(body.getBytes(StandardCharsets.UTF_8));
    }

    private static ChatRequest with(String members) {
        return read("{\"model\":\"m\",\"max_tokens\":9," + members + "," + MESSAGES + "}");
    }

    private static List<Message> content(String role, String blocks) {
        return read("{\"messages\":[{\"role\":\"" + role + "\",\"content\":[" + blocks + "]}]}")
                .messages();
    }

    @Test
    void givesACallTheSignatureThatThoughtsCarriedForIt() {
        // Given
        String call = "{\"type\":\"tool_use\",\"id\":\"c\",\"name\":\"f\",\"input\":{}}";
        String carrying = "{\"type\":\"thinking\",\"thinking\":\"%s\",\"signature\":\"gemini:call:c2ln\"},";
        Part signed = new Part.ToolCall("c", "f", "{}", Optional.of("c2ln"), Optional.empty());

        // Then
        assertThat(content("assistant", carrying.formatted("") + call + "," + call))
                .containsExactly(Message.of(Message.Role.ASSISTANT, List.of(signed, Part.ToolCall.of("c", "f", "{}"))));
        assertThat(content("assistant", carrying.formatted("hm") + call))
                .containsExactly(
                        Message.of(Message.Role.ASSISTANT, List.of(new Part.Thinking("hm", Optional.empty()), signed)));
    }

    @Test
    void readsAConversation() {
        // When
        ChatRequest request = read("""
                {"model":"m","max_tokens":50,
                 "system":[{"type":"text","text":"Be brief.","cache_control":{"type":"ephemeral","ttl":"1h"}},{"type":"text","text":"Be kind."}],
                 "messages":[
                  {"role":"user","content":"Weather?"},
                  {"role":"assistant","content":[
                    {"type":"thinking","thinking":"hm","signature":"sig"},{"type":"redacted_thinking","data":"dark"},
                    {"type":"text","text":"I look.","citations":null},
                    {"type":"tool_use","id":"t1","name":"weather","input":{"city":"Zürich"}},
                    {"type":"tool_use","id":"t2","name":"time","input":{},"extra_content":{"google":{"thought_signature":"g"}}}]},
                  {"role":"user","content":[
                    {"type":"tool_result","tool_use_id":"t1","content":"sun"},
                    {"type":"tool_result","tool_use_id":"t2","is_error":true,"content":[{"type":"text","text":"late"}]},
                    {"type":"text","text":"And now?"}]},
                  {"role":"system","content":"Hurry."}]}""");

        // Then
        assertThat(request.outputLimit()).isEqualTo(50);
        assertThat(request.messages())
                .containsExactly(
                        Message.of(
                                Message.Role.SYSTEM,
                                List.of(
                                        new Part.Text("Be brief.", Optional.of(new CacheMark(Optional.of("1h")))),
                                        Part.Text.of("Be kind."))),
                        Message.of(Message.Role.USER, "Weather?"),
                        Message.of(
                                Message.Role.ASSISTANT,
                                List.of(
                                        new Part.Thinking("hm", Optional.of("sig")),
                                        new Part.RedactedThinking("dark"),
                                        Part.Text.of("I look."),
                                        Part.ToolCall.of("t1", "weather", "{\"city\":\"Zürich\"}"),
                                        new Part.ToolCall("t2", "time", "{}", Optional.of("g"), Optional.empty()))),
                        Message.of(
                                Message.Role.TOOL,
                                List.of(
                                        new Part.ToolResult(
                                                "t1", List.of(Part.Text.of("sun")), false, Optional.empty()),
                                        new Part.ToolResult(
                                                "t2", List.of(Part.Text.of("late")), true, Optional.empty()))),
                        Message.of(Message.Role.USER, "And now?"),
                        Message.of(Message.Role.SYSTEM, "Hurry."));
    }

    @Test
    void readsImagesAndDocuments() {
        assertThat(
                        content(
                                "user",
                                "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"AA\"}},"
                                        + "{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"https://x\"}},"
                                        + "{\"type\":\"document\",\"title\":\"T\",\"source\":{\"type\":\"base64\",\"media_type\":\"application/pdf\",\"data\":\"BB\"}},"
                                        + "{\"type\":\"document\",\"title\":\"T\",\"context\":\"C\",\"source\":{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":\"plain\"}}"))
                .containsExactly(Message.of(
                        Message.Role.USER,
                        List.of(
                                new Part.Image(new Media.Inline("image/png", "AA"), Optional.empty(), Optional.empty()),
                                new Part.Image(new Media.Url("https://x"), Optional.empty(), Optional.empty()),
                                new Part.Document(
                                        new Media.Inline("application/pdf", "BB"), Optional.of("T"), Optional.empty()),
                                Part.Text.of("T\nC"),
                                Part.Text.of("plain"))));
    }

    @Test
    void marksTheLastBlockForTheWholeConversation() {
        // When
        ChatRequest request = with("\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}");

        // Then
        assertThat(request.messages())
                .containsExactly(Message.of(
                        Message.Role.USER,
                        List.of(new Part.Text("hi", Optional.of(new CacheMark(Optional.of("1h")))))));
    }

    @Test
    void readsToolsAndSampling() {
        // When
        ChatRequest request =
                with("\"tools\":[{\"type\":\"custom\",\"name\":\"f\",\"description\":\"d\",\"strict\":true,"
                        + "\"input_schema\":{\"type\":\"object\"},\"cache_control\":{\"type\":\"ephemeral\"}}],"
                        + "\"temperature\":0.70,\"top_p\":0.9,\"top_k\":4,\"stop_sequences\":[\"x\",\"y\"],"
                        + "\"metadata\":{\"user_id\":\"u\"},\"service_tier\":\"standard_only\"");

        // Then
        assertThat(request.tools()).singleElement().satisfies(tool -> {
            assertThat(tool.name()).isEqualTo("f");
            assertThat(tool.description()).contains("d");
            assertThat(tool.strict()).contains(true);
            assertThat(tool.parameters().toString()).isEqualTo("{\"type\":\"object\"}");
            assertThat(tool.cache()).contains(new CacheMark(Optional.empty()));
        });
        assertThat(request.sampling().temperature()).contains(new BigDecimal("0.70"));
        assertThat(request.sampling().topP()).contains(new BigDecimal("0.9"));
        assertThat(request.sampling().topK()).contains(4L);
        assertThat(request.sampling().stop()).containsExactly("x", "y");
        assertThat(request.hints().user()).contains("u");
        assertThat(request.hints().serviceTier()).contains("default");
        assertThat(request.extra()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"auto\"}|AUTO||false",
                "{\"type\":\"any\",\"disable_parallel_tool_use\":true}|REQUIRED||true",
                "{\"type\":\"tool\",\"name\":\"f\"}|NAMED|f|false",
                "{\"type\":\"none\"}|NONE||false",
            })
    void readsAToolChoice(String choice, ToolChoice.Mode mode, String tool, boolean serial) {
        assertThat(with("\"tools\":[{\"name\":\"f\",\"input_schema\":{}}],\"tool_choice\":" + choice)
                        .toolChoice())
                .isEqualTo(new ToolChoice(mode, Optional.ofNullable(tool), serial));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2048}||2048|",
                "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2048,\"display\":\"omitted\"}||2048|false",
                "\"thinking\":{\"type\":\"adaptive\",\"display\":\"summarized\"}|HIGH|0|true",
                "\"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"max\"}|XHIGH|0|",
                "\"thinking\":{\"type\":\"disabled\"}|NONE|0|",
                "\"output_config\":{\"effort\":\"low\"}|LOW|0|",
                "\"output_config\":{\"effort\":\"high\"}||0|",
            })
    void readsHowMuchToThink(String members, Reasoning.Effort effort, long budget, Boolean shown) {
        assertThat(with(members).reasoning())
                .isEqualTo(new Reasoning(Optional.ofNullable(effort), budget, Optional.ofNullable(shown)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\"}}}",
                "\"output_format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\"}}",
            })
    void readsAnAnswersForm(String members) {
        assertThat(with(members).format()).isInstanceOfSatisfying(AnswerFormat.JsonSchema.class, format -> {
            assertThat(format.schema().toString()).isEqualTo("{\"type\":\"object\"}");
            assertThat(format.strict()).isTrue();
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"server_tool_use\"}|UNSUPPORTED_PARAMETER|messages[0].content[0].type",
                "{\"type\":\"search_result\"}|UNSUPPORTED_PARAMETER|messages[0].content[0].type",
                "{\"type\":\"text\"}|INVALID_REQUEST|messages[0].content[0].text",
                "{\"type\":\"image\",\"source\":{\"type\":\"file\",\"file_id\":\"f\"}}|UNSUPPORTED_PARAMETER|messages[0].content[0].source.type",
                "{\"type\":\"document\",\"citations\":{\"enabled\":true},\"source\":{\"type\":\"text\",\"data\":\"d\"}}|UNSUPPORTED_PARAMETER|messages[0].content[0].citations",
            })
    void namesTheBlockThatCannotBe(String block, FaultCode code, String param) {
        assertThatThrownBy(() -> content("user", block)).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.code()).isEqualTo(code);
            assertThat(fault.param()).contains(param);
        });
    }

    @Test
    void namesTheToolThatOnlyAnthropicRuns() {
        assertThatThrownBy(() -> with("\"tools\":[{\"type\":\"web_search_20260318\",\"name\":\"web_search\"}]"))
                .isInstanceOfSatisfying(Fault.class, fault -> {
                    assertThat(fault.code()).isEqualTo(FaultCode.UNSUPPORTED_PARAMETER);
                    assertThat(fault.param()).contains("tools[0].type");
                });
    }
}
