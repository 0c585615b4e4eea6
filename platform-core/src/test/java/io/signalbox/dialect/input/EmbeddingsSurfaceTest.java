package io.signalbox.dialect.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.catalog.Deployment;
import io.signalbox.catalog.Feature;
import io.signalbox.catalog.Wire;
import io.signalbox.chat.AnswerHead;
import io.signalbox.chat.RequestScan;
import io.signalbox.chat.UsageLine;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.json.Json;
import io.signalbox.money.Money;
import io.signalbox.money.TokenUsage;
import io.signalbox.route.RequestFacts;
import io.signalbox.testing.Calls;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EmbeddingsSurfaceTest {

    private static final String NUMBERS = """
            {"object":"list","x_vendor":{"a":[1e2,"\\u00fc"]},"data":[{"object":"embedding","index":0,"embedding":[0.5,-2]},
            {"object":"embedding","index":1,"embedding":[1,1.25e-3]}],"model":"upstream-model","usage":{"prompt_tokens":7,"total_tokens":7}}""";

    private final EmbeddingsSurface surface = new EmbeddingsSurface();

    @Test
    void countsInputsAndWhatBoundsTheirTokens() {
        assertThat(facts("\"Grüße\""))
                .extracting(RequestFacts::messages, RequestFacts::inputBytes)
                .containsExactly(1, 7L);
        assertThat(facts("[\"one\",\"three\"]"))
                .extracting(RequestFacts::messages, RequestFacts::inputBytes)
                .containsExactly(2, 8L);
        assertThat(facts("[1,2,3]"))
                .extracting(RequestFacts::messages, RequestFacts::inputBytes, RequestFacts::needs)
                .containsExactly(1, 3L, java.util.Set.of(Feature.TOKEN_INPUT));
        assertThat(facts("[[1,2],[3]]"))
                .extracting(RequestFacts::messages, RequestFacts::inputBytes)
                .containsExactly(2, 3L);
        assertThat(facts("\"a\",\"dimensions\":256").needs()).containsExactly(Feature.DIMENSIONS);
        assertThat(facts("\"a\",\"output_dtype\":\"int8\"").unknown()).containsExactly("output_dtype");
    }

    @Test
    void namesTheParameterOfWhatIsWrong() {
        assertThat(refusal("{\"model\":\"m\"}").param()).hasValue("input");
        assertThat(refusal("{\"input\":\"a\"}").param()).hasValue("model");
        for (String input :
                List.of("{}", "[]", "[\"a\",1]", "[1,\"a\"]", "[[]]", "[1.5]", "[-1]", "[[1],2]", "7", "[{}]")) {
            Fault refused = refusal("{\"model\":\"m\",\"input\":" + input + "}");
            assertThat(refused.param()).as(input).hasValue("input");
            assertThat(refused.code()).as(input).isEqualTo(FaultCode.INVALID_REQUEST);
        }
        assertThat(refusal("{\"model\":\"m\",\"input\":\"a\",\"encoding_format\":\"md5\"}")
                        .param())
                .hasValue("encoding_format");
        assertThat(refusal("{\"model\":\"m\",\"input\":\"a\",\"dimensions\":0}").param())
                .hasValue("dimensions");
        assertThat(refusal("{\"model\":\"m\",\"input\":\"a\"").code()).isEqualTo(FaultCode.INVALID_JSON);
        assertThat(refusal("{\"model\":\"m\",\"input\":\"a\",\"model\":\"n\"}").param())
                .hasValue("model");
    }

    /** A tree does the same splice in the obvious way. */
    @Test
    void keepsWhatItDoesNotKnowByteForByte() throws IOException {
        Random random = new Random(11);
        for (int i = 0; i < 1_000; i++) {
            // Given
            List<String> members = new ArrayList<>(List.of(
                    "\"model\":\"asked\"",
                    "\"input\":"
                            + List.of("\"a\\u00e4\"", "[1,2]", "[\"a\",\"b\"]").get(random.nextInt(3)),
                    "\"vendor\" : {\"deep\":[1.10, 1E5, \"\\ud83d\\ude00\", null]}"));
            if (random.nextBoolean()) {
                members.add("\"signalbox\":{\"task\":\"light\"}");
            }
            if (random.nextBoolean()) {
                members.add("\"encoding_format\":\"base64\"");
            }
            if (random.nextBoolean()) {
                members.add("\"models\":[\"asked\",\"other\"]");
            }
            Collections.shuffle(members, random);
            String body = "{" + String.join(random.nextBoolean() ? " ,\n" : ",", members) + " }";

            // When
            String upstream = InputScan.embeddings(Buffer.buffer(body))
                    .upstreamBody(deployment("mistral"), 0)
                    .toString();

            // Then
            assertThat(upstream)
                    .contains(members.stream()
                            .filter(it -> it.contains("vendor"))
                            .findFirst()
                            .orElseThrow());
            ObjectNode expected = (ObjectNode) Json.read(body);
            expected.remove(List.of("signalbox", "models"));
            expected.put("model", "upstream-model");
            if (expected.has("encoding_format")) {
                expected.put("encoding_format", "float");
            }
            assertThat(Json.read(upstream)).as(body).isEqualTo(expected);
        }
    }

    @Test
    void keepsAnAnswerButForModelAndUsage() {
        // When
        String answer = answer(NUMBERS, "float", 2);

        // Then
        assertThat(answer)
                .isEqualTo(NUMBERS.replace("upstream-model", "served")
                        .replace("\"total_tokens\":7", "\"total_tokens\":7,\"cost\":0.0000001"));
    }

    @Test
    void givesBase64WhereTheProviderSendsNumbersAndTheOtherWayRound() throws IOException {
        // When
        JsonNode base64 = Json.read(answer(NUMBERS, "base64", 2));

        // Then
        // 0.5f and -2f, least byte first.
        assertThat(base64.at("/data/0/embedding").textValue()).isEqualTo("AAAAPwAAAMA=");
        assertThat(base64.at("/data/1/index").intValue()).isEqualTo(1);
        assertThat(base64.at("/usage/prompt_tokens").intValue()).isEqualTo(7);
        assertThat(base64.at("/model").textValue()).isEqualTo("served");

        JsonNode numbers = Json.read(answer(base64.toString(), "float", 2));
        assertThat(numbers.at("/data/0/embedding").toString()).isEqualTo("[0.5,-2.0]");
        assertThat(numbers.at("/data/1/embedding/1").floatValue()).isEqualTo(1.25e-3f);
    }

    @Test
    void keepsBase64ThatWasAskedFor() {
        String sent = NUMBERS.replace("[0.5,-2]", "\"AAAAPwAAAMA=\"").replace("[1,1.25e-3]", "\"AAAAPwAAAMA=\"");

        assertThat(answer(sent, "base64", 2)).contains("\"x_vendor\":{\"a\":[1e2,\"\\u00fc\"]}");
    }

    @Test
    void addsUsageAndModelWhereTheProviderSendsNone() throws IOException {
        JsonNode answer = Json.read(answer("{\"data\":[{\"embedding\":[1]}]}", "float", 1));

        assertThat(answer.at("/model").textValue()).isEqualTo("served");
        assertThat(answer.at("/usage/prompt_tokens").intValue()).isEqualTo(5);
        assertThat(answer.at("/usage/estimated").booleanValue()).isTrue();
    }

    @Test
    void readsTheUsageOfThoseWhoSendOnlyATotal() {
        assertThat(InputAnswer.read(Buffer.buffer("{\"data\":[],\"usage\":{\"total_tokens\":3}}"), "data")
                        .usage())
                .hasValue(TokenUsage.ofText(3, 0));
        assertThat(InputAnswer.read(Buffer.buffer("{\"data\":[],\"usage\":{\"prompt_tokens\":-3}}"), "data")
                        .usage())
                .isEmpty();
    }

    @Test
    void asksForBase64OnlyWhoIsKnownToGiveIt() {
        RequestScan scan =
                surface.read(Buffer.buffer("{\"model\":\"m\",\"input\":\"a\",\"encoding_format\":\"base64\"}"));

        assertThat(OpenAiInputs.embeddings()
                        .write(Calls.of("openai", scan))
                        .body()
                        .toString())
                .isEqualTo("{\"model\":\"upstream-model\",\"input\":\"a\",\"encoding_format\":\"base64\"}");
        assertThat(OpenAiInputs.embeddings()
                        .write(Calls.of("mistral", scan))
                        .body()
                        .toString())
                .isEqualTo("{\"model\":\"upstream-model\",\"input\":\"a\",\"encoding_format\":\"float\"}");
    }

    private static Deployment deployment(String provider) {
        return Calls.deployment(Calls.provider(provider), Calls.ALL);
    }

    private String answer(String sent, String format, int inputs) {
        RequestScan scan = surface.read(Buffer.buffer("{\"model\":\"m\",\"input\":[\"a\"" + ",\"b\"".repeat(inputs - 1)
                + "],\"encoding_format\":\"" + format + "\"}"));
        InputAnswer reply = InputAnswer.read(Buffer.buffer(sent), "data");
        boolean estimated = reply.usage().isEmpty();
        UsageLine line =
                new UsageLine(reply.usage().orElse(TokenUsage.ofText(5, 0)), Optional.of(new Money(100)), estimated);
        return surface.whole(reply, new AnswerHead("req_1", "served", Instant.EPOCH, scan), line)
                .toString();
    }

    private RequestFacts facts(String input) {
        RequestFacts facts = surface.read(Buffer.buffer("{\"model\":\"m\",\"input\":" + input + "}"))
                .facts();
        assertThat(facts.wire()).isEqualTo(Wire.EMBEDDINGS);
        return facts;
    }

    private Fault refusal(String body) {
        return catchThrowableOfType(Fault.class, () -> surface.read(Buffer.buffer(body)));
    }
}
