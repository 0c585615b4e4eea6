package io.signalbox.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.signalbox.catalog.Deployment;
import io.signalbox.catalog.Wire;
import io.signalbox.chat.RequestScan;
import io.signalbox.chat.Surface;
import io.signalbox.config.Secret;
import io.signalbox.credential.Origin;
import io.signalbox.dialect.ShippedDialects;
import io.signalbox.dialect.anthropic.MessagesSurface;
import io.signalbox.dialect.openai.ChatSurface;
import io.signalbox.dialect.responses.ResponsesSurface;
import io.signalbox.provider.Dialects;
import io.signalbox.provider.Outbound;
import io.signalbox.provider.ProviderCall;
import io.signalbox.route.RequestFacts;
import io.signalbox.testing.Calls;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is reserved for a prompt from a client's bytes is never below what the sandbox counts of the request that reaches it, in whatever
 * protocols either speaks. The prompts hold tools but force none, and no schema: what a dialect adds for those is reserved apart.
 */
final class BoundAcrossProtocolsTest {

    private static final int ROUNDS = 200;
    private static final Duration TIME = Duration.ofSeconds(20);
    private static final String[] BITS = {"a", "the quick brown fox ", "é", "日本", "🙂", "\n", "\"", "\\", "/", "x"};

    private final Random random = new Random(17);
    private final Dialects dialects = ShippedDialects.all();

    private String text(int bitsMax) {
        StringBuilder text = new StringBuilder("t");
        for (int i = random.nextInt(bitsMax + 1); i > 0; i--) {
            text.append(BITS[random.nextInt(BITS.length)]);
        }
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "CHAT, sandbox",
        "CHAT, anthropic",
        "CHAT, gemini",
        "CHAT, bedrock",
        "CHAT, ollama",
        "CHAT, cohere",
        "CHAT, azure",
        "MESSAGES, sandbox",
        "MESSAGES, anthropic",
        "MESSAGES, gemini",
        "MESSAGES, bedrock",
        "MESSAGES, ollama",
        "MESSAGES, cohere",
        "MESSAGES, azure",
        "RESPONSES, sandbox",
        "RESPONSES, openai",
        "RESPONSES, anthropic",
        "RESPONSES, gemini",
        "RESPONSES, bedrock",
        "RESPONSES, ollama",
        "RESPONSES, cohere",
        "RESPONSES, azure",
    })
    void isNeverBelowTheSandboxsCount(Wire wire, String provider) {
        for (int round = 0; round < ROUNDS; round++) {
            // Given
            JsonObject body = body(wire);

            // When
            RequestScan scan = surface(wire).read(body.toBuffer(), headers());
            RequestFacts facts = scan.facts();
            long bound = (facts.inputBytes() + 3) / 4 + 8L * facts.messages() + 8;
            long counted = counted(provider, scan);

            // Then
            assertThat(counted).as(body.encode()).isLessThanOrEqualTo(bound);
        }
    }

    private static MultiMap headers() {
        return MultiMap.caseInsensitiveMultiMap().add("anthropic-version", "2023-06-01");
    }

    private static Surface surface(Wire wire) {
        return switch (wire) {
            case CHAT -> new ChatSurface();
            case MESSAGES -> new MessagesSurface();
            case RESPONSES -> new ResponsesSurface();
            default -> throw new AssertionError(wire);
        };
    }

    /** What the sandbox counts of the request that a dialect makes of {@code scan}. */
    private long counted(String provider, RequestScan scan) {
        Deployment deployment = Calls.deployment(
                Calls.provider(provider), Calls.ALL, "sandbox/small", Origin.parse("http://127.0.0.1:1"));
        ProviderCall call = new ProviderCall(
                deployment, Optional.of(new Secret("key")), scan, 0, TIME, TIME, "req_1", Instant.EPOCH);
        Outbound outbound = dialects.of(deployment, scan.wire()).write(call);
        VoicePaths.Match match = VoicePaths.of(outbound.path().replaceFirst("\\?.*", ""));
        assertThat(match.known()).as(outbound.path()).isTrue();
        MultiMap params = MultiMap.caseInsensitiveMultiMap();
        new QueryStringDecoder(outbound.path()).parameters().forEach(params::add);
        MultiMap headers =
                MultiMap.caseInsensitiveMultiMap().addAll(outbound.headers()).addAll(headers());
        return match.voice()
                .hear(new Voice.Heard(match.model(), headers, params, outbound.body()))
                .prompt()
                .promptTokens();
    }

    private JsonObject body(Wire wire) {
        JsonObject body = new JsonObject().put("model", "sandbox/small").put("max_tokens", 2_000);
        int turns = 1 + random.nextInt(4);
        JsonArray messages = new JsonArray();
        for (int i = 0; i < turns; i++) {
            turn(wire, messages, i);
        }
        messages.add(said("user", text(30)));
        boolean system = random.nextBoolean();
        return switch (wire) {
            case CHAT -> {
                JsonArray all = new JsonArray();
                if (system) {
                    all.add(said("system", text(30)));
                }
                yield body.put("messages", all.addAll(messages)).put("tools", tools(wire));
            }
            case MESSAGES -> {
                if (system) {
                    body.put("system", text(30));
                }
                yield body.put("messages", messages).put("tools", tools(wire));
            }
            default -> {
                body.remove("max_tokens");
                if (system) {
                    body.put("instructions", text(30));
                }
                yield body.put("input", messages).put("tools", tools(wire));
            }
        };
    }

    private static JsonObject said(String role, String text) {
        return new JsonObject().put("role", role).put("content", text);
    }

    /** The user speaks, and the model answers, or calls two tools that answer. */
    private void turn(Wire wire, JsonArray messages, int number) {
        messages.add(said("user", text(30)));
        if (random.nextBoolean()) {
            messages.add(said("assistant", text(20)));
            return;
        }
        switch (wire) {
            case CHAT -> chatCalls(messages, number);
            case MESSAGES -> blockCalls(messages, number);
            default -> itemCalls(messages, number);
        }
        messages.add(said("assistant", text(9)));
    }

    private void chatCalls(JsonArray messages, int number) {
        JsonArray calls = new JsonArray();
        JsonArray answers = new JsonArray();
        for (int i = 0; i < 2; i++) {
            String id = "c" + number + "_" + i;
            JsonObject function = new JsonObject().put("name", "f").put("arguments", "{\"x\":1}");
            calls.add(new JsonObject().put("id", id).put("type", "function").put("function", function));
            answers.add(said("tool", text(9)).put("tool_call_id", id));
        }
        messages.add(new JsonObject()
                        .put("role", "assistant")
                        .putNull("content")
                        .put("tool_calls", calls))
                .addAll(answers);
    }

    private void blockCalls(JsonArray messages, int number) {
        JsonArray uses = new JsonArray();
        JsonArray results = new JsonArray();
        for (int i = 0; i < 2; i++) {
            String id = "c" + number + "_" + i;
            uses.add(new JsonObject()
                    .put("type", "tool_use")
                    .put("id", id)
                    .put("name", "f")
                    .put("input", new JsonObject().put("x", 1)));
            results.add(new JsonObject()
                    .put("type", "tool_result")
                    .put("tool_use_id", id)
                    .put("content", text(9)));
        }
        messages.add(new JsonObject().put("role", "assistant").put("content", uses))
                .add(new JsonObject().put("role", "user").put("content", results));
    }

    private void itemCalls(JsonArray items, int number) {
        JsonArray answers = new JsonArray();
        for (int i = 0; i < 2; i++) {
            String id = "c" + number + "_" + i;
            items.add(new JsonObject()
                    .put("type", "function_call")
                    .put("call_id", id)
                    .put("name", "f")
                    .put("arguments", "{\"x\":1}"));
            answers.add(new JsonObject()
                    .put("type", "function_call_output")
                    .put("call_id", id)
                    .put("output", text(9)));
        }
        items.addAll(answers);
    }

    private JsonArray tools(Wire wire) {
        JsonArray tools = new JsonArray();
        for (int i = random.nextInt(4); i >= 0; i--) {
            JsonObject schema = new JsonObject()
                    .put("type", "object")
                    .put("properties", new JsonObject().put("x", new JsonObject().put("type", "integer")));
            JsonObject function = new JsonObject().put("name", i == 0 ? "f" : "g" + i);
            String description = text(9);
            tools.add(
                    switch (wire) {
                        case CHAT ->
                            new JsonObject()
                                    .put("type", "function")
                                    .put(
                                            "function",
                                            function.put("description", description)
                                                    .put("parameters", schema));
                        case MESSAGES ->
                            function.put("description", description).put("input_schema", schema);
                        default ->
                            function.put("type", "function")
                                    .put("description", description)
                                    .put("parameters", schema);
                    });
        }
        return tools;
    }
}
