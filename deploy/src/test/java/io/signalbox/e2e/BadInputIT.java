package io.signalbox.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.e2e.BadRequest.Door;
import io.signalbox.e2e.gateway.AdminClient;
import io.signalbox.e2e.gateway.Answer;
import io.signalbox.e2e.gateway.Eventually;
import io.signalbox.e2e.gateway.GatewayClient;
import io.signalbox.e2e.gateway.Maker;
import io.signalbox.e2e.gateway.RawProviders;
import io.signalbox.e2e.gateway.RawUpstream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever is wrong with a request, at every surface: told in the surface's shape with the parameter's name, for nothing, and never quoted. */
@ExtendWith(RawProviders.Shared.class)
final class BadInputIT {

    private static final int BODY_BYTES_MAX = 1 << 20;
    private static final String COMPLETION =
            "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,"
                    + "\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"},\"finish_reason\":\"stop\"}],"
                    + "\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":20,\"total_tokens\":120}}";

    private final RawProviders gateway;
    private final GatewayClient client;

    BadInputIT(RawProviders gateway) {
        this.gateway = gateway;
        AdminClient admin = new AdminClient(gateway.process());
        AdminClient.Key key = admin.createKey(admin.createApp("bad input"), "bad input");
        admin.createBudget("key", key.id(), "total", BigDecimal.valueOf(1_000));
        this.client = gateway.client(key.secret());
    }

    @TestFactory
    Stream<DynamicTest> refusesForNothingAndQuotesNothing() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Door door : Door.values()) {
            List<BadRequest> all = new ArrayList<>(everywhere(door));
            all.addAll(wrongTypes(door));
            all.forEach(each -> tests.add(DynamicTest.dynamicTest(door + ": " + each.name(), () -> refuses(each))));
        }
        tests.add(DynamicTest.dynamicTest("and all of them cost nothing", this::costNothing));
        tests.add(DynamicTest.dynamicTest("and the log knows nothing of them", this::logKnowsNothing));
        return tests.stream();
    }

    private static List<BadRequest> everywhere(Door door) {
        String right = door.right();
        byte[] utf8 = right.getBytes(StandardCharsets.UTF_8);
        String half = right.replace(BadRequest.PROMPT, BadRequest.PROMPT + "%s");
        return List.of(
                door.unreadable("no body", ""),
                door.unreadable("half a body", right.substring(0, right.length() - 1)),
                door.unreadable("two values", right + right),
                door.unreadable("words", BadRequest.PROMPT),
                door.unreadable("a list", "[" + right + "]"),
                door.unreadable("a string", "\"" + BadRequest.PROMPT + "\""),
                door.unreadable("null", "null"),
                door.unreadable("a comment", right.replace("{\"model\"", "{/**/\"model\"")),
                door.unreadable("65 levels", door.with("odd", "[".repeat(64) + "]".repeat(64))),
                door.unreadable("half a surrogate pair", half.formatted("\\ud83d!")),
                door.unreadable("the other half", half.formatted("\\\\\\uDE00")),
                door.unreadable("a pair the wrong way round", half.formatted("\\ude00\\ud83d")),
                door.unreadable("a byte that is no UTF-8", door.withText((byte) 0xFF)),
                door.unreadable("an overlong byte", door.withText((byte) 0xC1, (byte) 0x81)),
                door.unreadable("half a pair as bytes", door.withText((byte) 0xED, (byte) 0xA0, (byte) 0x80)),
                door.unreadable("half a character", door.withText((byte) 0xE4, (byte) 0xBF)),
                twice(door, "model"),
                twice(door, door.content()),
                new BadRequest(door, "text", "text/plain", utf8, 415, "unsupported_media_type", ""),
                new BadRequest(door, "parts of a form", "multipart/form-data", utf8, 415, "unsupported_media_type", ""),
                new BadRequest(
                        door,
                        "a byte too many",
                        BadRequest.JSON,
                        (right + " ".repeat(BODY_BYTES_MAX + 1 - utf8.length)).getBytes(StandardCharsets.UTF_8),
                        413,
                        "request_too_large",
                        ""),
                door.wrong("model", "7"),
                door.wrong("models", "\"gpt-4o\""),
                door.wrong("signalbox", "[]"),
                door.refused("model", "\"gpt-4o-mni\"", 404, "model_not_found", "model"));
    }

    private static BadRequest twice(Door door, String member) {
        String right = door.right();
        String body = right.substring(0, right.length() - 1) + ",\"" + member + "\":\"gpt-4o\"}";
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new BadRequest(door, member + " twice", BadRequest.JSON, bytes, 400, "invalid_request", member);
    }

    private static List<BadRequest> wrongTypes(Door door) {
        return switch (door) {
            case CHAT -> chat(door);
            case RESPONSES -> responses(door);
            case MESSAGES -> messages(door);
            case COMPLETIONS -> completions(door);
            case EMBEDDINGS -> embeddings(door);
            case MODERATIONS -> List.of(door.wrong("input", "7"), door.wrong("input", "null"));
        };
    }

    private static List<BadRequest> chat(Door door) {
        return List.of(
                door.wrong("messages", "7"),
                door.wrong("messages", "[]"),
                door.refused("messages", "[7]", 400, "invalid_request", "messages[0]"),
                door.refused(
                        "messages",
                        "[{\"role\":\"user\",\"content\":7}]",
                        400,
                        "invalid_request",
                        "messages[0].content"),
                door.wrong("stream", "\"yes\""),
                door.wrong("max_tokens", "\"many\""),
                door.wrong("max_completion_tokens", "0"),
                door.wrong("temperature", "\"hot\""),
                door.wrong("top_p", "{}"),
                door.wrong("stop", "7"),
                door.wrong("n", "\"two\""),
                door.wrong("tools", "7"),
                door.wrong("tool_choice", "7"),
                door.wrong("response_format", "7"),
                door.wrong("stream_options", "7"),
                door.wrong("reasoning_effort", "7"),
                door.undoable("logprobs", "true"),
                door.undoable("seed", "7"),
                door.undoable("logit_bias", "{\"1\":2}"),
                door.undoable("never_heard_of", "1"));
    }

    private static List<BadRequest> responses(Door door) {
        return List.of(
                door.wrong("input", "7"),
                door.refused("input", "[7]", 400, "invalid_request", "input[0]"),
                door.wrong("stream", "\"yes\""),
                door.wrong("max_output_tokens", "\"many\""),
                door.wrong("instructions", "7"),
                door.wrong("temperature", "\"hot\""),
                door.wrong("tools", "7"),
                door.wrong("tool_choice", "7"),
                door.wrong("text", "7"),
                door.wrong("reasoning", "7"),
                door.wrong("previous_response_id", "7"),
                door.undoable("top_logprobs", "3"),
                door.undoable("never_heard_of", "1"));
    }

    private static List<BadRequest> messages(Door door) {
        return List.of(
                door.wrong("messages", "7"),
                door.wrong("messages", "[]"),
                door.refused("messages", "[7]", 400, "invalid_request", "messages[0]"),
                door.refused(
                        "messages",
                        "[{\"role\":\"user\",\"content\":7}]",
                        400,
                        "invalid_request",
                        "messages[0].content"),
                door.wrong("max_tokens", "\"many\""),
                door.wrong("max_tokens", "null"),
                door.wrong("stream", "\"yes\""),
                door.wrong("system", "7"),
                door.wrong("temperature", "\"hot\""),
                door.wrong("stop_sequences", "7"),
                door.wrong("tools", "7"),
                door.wrong("tool_choice", "7"),
                door.wrong("thinking", "7"),
                door.wrong("metadata", "7"),
                door.undoable("top_k", "7"),
                door.undoable("never_heard_of", "1"));
    }

    private static List<BadRequest> completions(Door door) {
        return List.of(
                door.wrong("prompt", "{}"),
                door.wrong("stream", "\"yes\""),
                door.wrong("max_tokens", "\"many\""),
                door.wrong("temperature", "\"hot\""),
                door.wrong("echo", "\"yes\""),
                door.wrong("stop", "7"),
                door.undoable("logprobs", "2"),
                door.undoable("suffix", "\"end\""),
                door.undoable("never_heard_of", "1"));
    }

    private static List<BadRequest> embeddings(Door door) {
        return List.of(
                door.wrong("input", "{}"),
                door.wrong("input", "[]"),
                door.wrong("input", "null"),
                door.wrong("encoding_format", "7"),
                door.wrong("encoding_format", "\"hex\""),
                door.wrong("dimensions", "\"many\""));
    }

    private void refuses(BadRequest bad) {
        // Given
        int sentBefore = sent();

        // When
        Answer answer = client.post(bad.door().path(), bad.contentType(), bad.body());

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(bad.status());
        assertThat(answer.header("content-type")).hasValue("application/json");
        assertThat(answer.header("x-should-retry")).hasValue("false");
        JsonNode body = answer.json();
        JsonNode error = body.required("error");
        assertThat(error.required("code").asText()).as(answer.body()).isEqualTo(bad.code());
        assertThat(error.required("param").asText("")).as(answer.body()).isEqualTo(bad.param());
        assertThat(error.required("message").asText()).contains(bad.status() == 404 ? "'gpt-4o-mini'" : " ");
        boolean anthropic = bad.door() == Door.MESSAGES;
        assertThat(body.path("type").asText("")).isEqualTo(anthropic ? "error" : "");
        assertThat((anthropic ? body : error).required("request_id").asText()).isEqualTo(answer.requestId());
        assertThat(answer.body()).doesNotContain(BadRequest.PROMPT);
        assertThat(sent()).as("requests sent to providers").isEqualTo(sentBefore);
    }

    private int sent() {
        return gateway.upstreams().values().stream()
                .mapToInt(each -> each.received().size())
                .sum();
    }

    /** All that was ever spent is the price of the one request that was right. */
    private void costNothing() {
        RawUpstream upstream = gateway.upstream(Maker.OPENAI);
        upstream.answerNext(200, BadRequest.JSON, COMPLETION);
        byte[] right = Door.CHAT.with("model", "\"gpt-4o-mini\"").getBytes(StandardCharsets.UTF_8);

        Answer answer = client.post(Door.CHAT.path(), "", right);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.costUsd()).isPositive();
        Eventually.holds(Duration.ofSeconds(20), "it is all that was spent", () -> {
            JsonNode budget = client.get("/v1/key").json().at("/budgets/0");
            assertThat(new BigDecimal(budget.required("spent_usd").asText())).isEqualByComparingTo(answer.costUsd());
        });
    }

    private void logKnowsNothing() {
        assertThat(gateway.process().log()).doesNotContain(BadRequest.PROMPT, "unexpected failure", "\n\tat ");
    }
}
