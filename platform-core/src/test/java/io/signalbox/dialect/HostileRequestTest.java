package io.signalbox.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.signalbox.chat.RequestScan;
import io.signalbox.chat.Surface;
import io.signalbox.dialect.anthropic.MessagesSurface;
import io.signalbox.dialect.completions.CompletionsSurface;
import io.signalbox.dialect.openai.ChatSurface;
import io.signalbox.dialect.responses.ResponsesSurface;
import io.signalbox.fault.Blame;
import io.signalbox.fault.Fault;
import io.signalbox.provider.Dialects;
import io.signalbox.provider.ProviderCall;
import io.signalbox.testing.Calls;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a client sends, it is read and told to every provider, or refused with a fault: nothing else ever comes out. */
final class HostileRequestTest {

    private static final int ROUNDS = 4_000;
    private static final Dialects DIALECTS = ShippedDialects.all();
    private static final List<String> PROVIDERS =
            List.of("openai", "mistral", "openrouter", "azure", "anthropic", "gemini", "bedrock", "cohere", "ollama");

    private static final String CHAT = """
            {"model":"m","stream":true,"stream_options":{"include_usage":true},"n":1,"max_tokens":100,"stop":["a"],"seed":1,
            "messages":[{"role":"system","content":"s"},{"role":"developer","content":[{"type":"text","text":"d"}]},
            {"role":"user","name":"n","content":[{"type":"text","text":"t","cache_control":{"type":"ephemeral","ttl":"1h"}},
            {"type":"image_url","image_url":{"url":"data:image/png;base64,aGk=","detail":"low"}},
            {"type":"input_audio","input_audio":{"format":"wav","data":"aGk="}},{"type":"file","file":{"filename":"f","file_data":"data:application/pdf;base64,aGk="}}]},
            {"role":"assistant","content":null,"refusal":"r","reasoning_content":"h","reasoning_details":[{"type":"reasoning.text","text":"h","signature":"s"},
            {"type":"reasoning.encrypted","data":"d"}],"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"},
            "extra_content":{"google":{"thought_signature":"g"}}}]},{"role":"tool","tool_call_id":"c","content":"{}"},
            {"role":"user","content":"x"}],"tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"},"strict":true}}],
            "tool_choice":{"type":"function","function":{"name":"f"}},"parallel_tool_calls":false,"temperature":0.5,"top_p":0.5,"top_k":1,
            "logprobs":true,"top_logprobs":2,"logit_bias":{"1":2},"frequency_penalty":0.1,"presence_penalty":0.1,"reasoning_effort":"low",
            "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"},"strict":true}},
            "user":"u","metadata":{"task":"t"},"service_tier":"auto","store":false,"prompt_cache_key":"k","signalbox":{"task":"x","tags":["a"]}}""";

    private static final String MESSAGES = """
            {"model":"m","max_tokens":3000,"stream":true,"system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral"}}],
            "messages":[{"role":"user","content":[{"type":"text","text":"t"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"aGk="}},
            {"type":"document","title":"t","context":"c","source":{"type":"text","media_type":"text/plain","data":"d"}}]},
            {"role":"assistant","content":[{"type":"thinking","thinking":"h","signature":"s"},{"type":"redacted_thinking","data":"d"},{"type":"text","text":"a"},
            {"type":"tool_use","id":"c","name":"f","input":{},"extra_content":{"google":{"thought_signature":"g"}}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"c","is_error":true,"content":[{"type":"text","text":"r"}]},{"type":"text","text":"n"}]}],
            "tools":[{"name":"f","description":"d","input_schema":{"type":"object"},"cache_control":{"type":"ephemeral"}}],
            "tool_choice":{"type":"tool","name":"f","disable_parallel_tool_use":true},"thinking":{"type":"enabled","budget_tokens":1024,"display":"omitted"},
            "output_config":{"effort":"low","format":{"type":"json_schema","schema":{"type":"object"}}},"stop_sequences":["a"],"temperature":1,"top_p":1,"top_k":1,
            "metadata":{"user_id":"u","task":"t"},"service_tier":"auto","cache_control":{"type":"ephemeral"}}""";

    private static final String RESPONSES = """
            {"model":"m","instructions":"i","max_output_tokens":100,"input":[{"role":"user","content":[{"type":"input_text","text":"t"},
            {"type":"input_image","image_url":"https://x.example/a.png","detail":"low"},{"type":"input_file","filename":"f","file_data":"data:application/pdf;base64,aGk="}]},
            {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"h"}],"encrypted_content":"e"},
            {"type":"message","role":"assistant","content":[{"type":"output_text","text":"a","annotations":[]},{"type":"refusal","refusal":"r"}]},
            {"type":"function_call","call_id":"c","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":"o"}],
            "tools":[{"type":"function","name":"f","description":"d","parameters":{"type":"object"},"strict":true}],
            "tool_choice":{"type":"allowed_tools","mode":"auto","tools":[{"type":"function","name":"f"}]},"parallel_tool_calls":false,
            "reasoning":{"effort":"low","summary":"auto"},"text":{"format":{"type":"json_schema","name":"n","schema":{"type":"object"}},"verbosity":"low"},
            "include":["reasoning.encrypted_content","message.output_text.logprobs"],"top_logprobs":2,"temperature":0.5,"top_p":0.5,
            "truncation":"auto","store":true,"metadata":{"task":"t"},"user":"u","service_tier":"auto","stream":true}""";

    private static final String COMPLETIONS = """
            {"model":"m","prompt":["p"],"max_tokens":5,"echo":false,"best_of":1,"n":1,"stop":"a","stream":true,
            "stream_options":{"include_usage":true},"temperature":0.5,"seed":1,"logit_bias":{"1":1},"user":"u"}""";

    @TestFactory
    Stream<DynamicTest> readsOrRefusesWhateverItIs() {
        Map<String, Surface> surfaces = Map.of(
                CHAT, new ChatSurface(),
                MESSAGES, new MessagesSurface(),
                RESPONSES, new ResponsesSurface(),
                COMPLETIONS, new CompletionsSurface());
        return surfaces.entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(
                        each.getValue().getClass().getSimpleName(), () -> attack(each.getValue(), each.getKey())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"stop\":5",
                "\"stop\":{\"a\":\"b\"}",
                "\"tool_choice\":\"required\"",
                "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"f\"}}",
                "\"temperature\":1e99999999999",
                "\"temperature\":1e2147483648",
            })
    void refusesWhatCouldOnlyBeDropped(String member) {
        assertRefused(
                new ChatSurface(),
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]," + member + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"role\":\"user\",\"content\":[{\"type\":\"tool_use\",\"id\":\"c\",\"name\":\"f\",\"input\":{}}]}",
                "{\"role\":\"user\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"h\",\"signature\":\"s\"}]}",
                "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"c\","
                        + "\"content\":[{\"type\":\"redacted_thinking\",\"data\":\"d\"}]}]}",
                "{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"c\",\"content\":\"r\"}]}",
            })
    void refusesBlocksInTheWrongTurn(String turn) {
        assertRefused(new MessagesSurface(), "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[" + turn + "]}");
    }

    @Test
    void refusesAnEarlierAnswersSoundWhereItCannotBeTold() {
        assertRefused(
                new ChatSurface(),
                "{\"model\":\"m\",\"messages\":[{\"role\":\"assistant\",\"audio\":{\"id\":\"audio_1\"}},"
                        + "{\"role\":\"user\",\"content\":\"x\"}]}");
    }

    @Test
    void refusesANameThatIsTooLongToBeRead() {
        assertRefused(
                new ChatSurface(),
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"" + "n".repeat(2_000)
                        + "\":1}");
    }

    private static void assertRefused(Surface surface, String body) {
        assertThatThrownBy(() -> surface.read(Buffer.buffer(body)).chat())
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code().blame()).isEqualTo(Blame.CALLER));
    }

    /** Ids that are all the same are told apart without trying every number for every one of them. */
    @ParameterizedTest
    @ValueSource(strings = {"anthropic", "bedrock"})
    void numbersManyCallsOfOneIdInNoTime(String provider) {
        String call = "{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}";
        RequestScan scan = new ChatSurface()
                .read(Buffer.buffer("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"},"
                        + "{\"role\":\"assistant\",\"tool_calls\":[" + (call + ",").repeat(99_999) + call + "]}]}"));

        assertTimeout(Duration.ofSeconds(10), () -> tell(provider, scan));
    }

    private static void attack(Surface surface, String body) {
        Mangled mangled = new Mangled(1);
        int read = 0;
        for (int i = 0; i < ROUNDS; i++) {
            String hostile = mangled.of(body);
            try {
                RequestScan scan = surface.read(Buffer.buffer(hostile));
                for (String each : PROVIDERS) {
                    tell(each, scan);
                }
                read++;
            } catch (Fault refused) {
                assertThat(refused.getMessage()).isNotNull();
            } catch (RuntimeException other) {
                throw new AssertionError(hostile, other);
            }
        }
        assertThat(read).isPositive();
    }

    private static void tell(String provider, RequestScan scan) {
        ProviderCall call = Calls.of(provider, scan);
        try {
            DIALECTS.of(call.deployment(), scan.wire()).write(call);
        } catch (Fault refused) {
            assertThat(refused.param()).as(refused.publicMessage()).isPresent();
        }
    }
}
