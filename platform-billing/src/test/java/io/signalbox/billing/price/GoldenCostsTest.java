package io.signalbox.billing.price;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.signalbox.catalog.ModelBook;
import io.signalbox.catalog.PriceRow;
import io.signalbox.chat.Piece;
import io.signalbox.chat.Reply;
import io.signalbox.chat.RequestScan;
import io.signalbox.dialect.ShippedDialects;
import io.signalbox.dialect.anthropic.MessagesSurface;
import io.signalbox.dialect.input.EmbeddingsSurface;
import io.signalbox.dialect.input.ModerationsSurface;
import io.signalbox.dialect.openai.ChatSurface;
import io.signalbox.dialect.responses.ResponsesSurface;
import io.signalbox.money.Money;
import io.signalbox.money.Rates;
import io.signalbox.money.ServiceTier;
import io.signalbox.money.TokenClass;
import io.signalbox.money.TokenUsage;
import io.signalbox.provider.Dialect;
import io.signalbox.provider.Dialects;
import io.signalbox.provider.Frame;
import io.signalbox.provider.PieceReader;
import io.signalbox.provider.ProviderCall;
import io.signalbox.testing.Calls;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What providers send, read by the dialects that production reads it with, split into classes and priced to the nano. Each case of {@code golden-costs.json} spells
 * its arithmetic out, tokens × nano-USD per token, from the providers' public prices: the sum is worked out here too, so neither code nor table can be
 * wrong alone.
 */
class GoldenCostsTest {

    private static final Dialects DIALECTS = ShippedDialects.all();
    private static final ModelBook BOOK = ModelBook.shipped();

    /** What an attempt used, and how its provider says it served it. */
    private record Used(TokenUsage usage, Optional<ServiceTier> stated) {}

    @Test
    void everyDialectIsAmongAtLeastSixtyCases() throws IOException {
        List<JsonNode> cases = cases();

        assertThat(cases).hasSizeGreaterThanOrEqualTo(60);
        assertThat(cases.stream().map(each -> each.get("name").asText())).doesNotHaveDuplicates();
        assertThat(cases.stream().map(each -> each.get("provider").asText()))
                .contains(
                        "openai",
                        "azure",
                        "anthropic",
                        "gemini",
                        "bedrock",
                        "cohere",
                        "ollama",
                        "deepseek",
                        "xai",
                        "mistral",
                        "groq",
                        "together",
                        "fireworks",
                        "openrouter");
        assertThat(cases.stream().map(each -> each.get("wire").asText()))
                .contains("chat", "responses", "messages", "embeddings", "moderations");
    }

    @TestFactory
    Stream<DynamicTest> costsToTheNano() throws IOException {
        return cases().stream()
                .map(each -> DynamicTest.dynamicTest(
                        each.get("name").asText() + ": "
                                + each.get("arithmetic").asText(),
                        () -> check(each)));
    }

    private static void check(JsonNode golden) {
        // Given
        Rates listed = rates(golden);
        Optional<ServiceTier> asked =
                Optional.ofNullable(golden.get("service_tier")).flatMap(tier -> ServiceTier.ofWireName(tier.asText()));
        Rates reserved = asked.map(tier -> listed.asking(tier).orElseThrow()).orElse(listed);

        // When
        Used used = golden.has("stream") ? streamed(golden) : whole(golden);
        SettledRates settled = SettledRates.of(Optional.of(reserved), "book", asked, used.stated());
        Money cost = settled.rates().orElseThrow().cost(used.usage());

        // Then
        assertThat(classes(used.usage())).isEqualTo(expected(golden.get("classes")));
        assertThat(cost.nanos()).isEqualTo(sum(golden.get("arithmetic").asText()));
        assertThat(settled.certain()).isTrue();
        if (asked.isPresent() || used.stated().isEmpty()) {
            assertThat(cost)
                    .isLessThanOrEqualTo(reserved.upperBound(
                            used.usage().promptTokens(), used.usage().completionTokens()));
        }
    }

    private static Rates rates(JsonNode golden) {
        if (golden.has("usd_per_million")) {
            return PriceRow.rates(golden.get("usd_per_million"));
        }
        return BOOK.prices()
                .find(golden.get("provider").asText(), golden.get("model").asText())
                .orElseThrow()
                .rates();
    }

    private static Used whole(JsonNode golden) {
        ProviderCall call = call(golden, false);
        Reply reply =
                dialect(call).readWhole(call, Buffer.buffer(golden.get("body").toString()));
        // Some kinds of answer are not counted by their provider, and then cost nothing.
        return new Used(reply.usage().orElse(TokenUsage.NONE), reply.serviceTier());
    }

    private static Used streamed(JsonNode golden) {
        ProviderCall call = call(golden, true);
        Queue<Frame> frames = new ArrayDeque<>();
        dialect(call).frames(frames::add).read(golden.get("stream").asText().getBytes(StandardCharsets.UTF_8));
        PieceReader pieces = dialect(call).pieces(call);
        Optional<TokenUsage> usage = Optional.empty();
        Optional<ServiceTier> stated = Optional.empty();
        for (Frame frame : frames) {
            if (!pieces.isEnd(frame)) {
                Piece piece = pieces.read(frame);
                usage = piece.usage().isPresent() ? piece.usage() : usage;
                stated = piece.serviceTier().isPresent() ? piece.serviceTier() : stated;
            }
        }
        return new Used(usage.orElseThrow(), stated);
    }

    private static Dialect dialect(ProviderCall call) {
        return DIALECTS.of(call.deployment(), call.scan().wire());
    }

    private static ProviderCall call(JsonNode golden, boolean stream) {
        return Calls.of(golden.get("provider").asText(), scan(golden.get("wire").asText(), stream));
    }

    private static RequestScan scan(String wire, boolean stream) {
        String messages = "\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
        String streamed = stream ? ",\"stream\":true" : "";
        return switch (wire) {
            case "chat" -> new ChatSurface().read(Buffer.buffer("{" + messages + streamed + "}"));
            case "messages" ->
                new MessagesSurface().read(Buffer.buffer("{" + messages + ",\"max_tokens\":9" + streamed + "}"));
            case "responses" ->
                new ResponsesSurface().read(Buffer.buffer("{\"model\":\"m\",\"input\":\"Hi\"" + streamed + "}"));
            case "embeddings" -> new EmbeddingsSurface().read(Buffer.buffer("{\"model\":\"m\",\"input\":\"Hi\"}"));
            default -> new ModerationsSurface().read(Buffer.buffer("{\"model\":\"m\",\"input\":\"Hi\"}"));
        };
    }

    private static Map<TokenClass, Long> classes(TokenUsage usage) {
        Map<TokenClass, Long> classes = new EnumMap<>(TokenClass.class);
        for (TokenClass each : TokenClass.values()) {
            if (usage.of(each) > 0) {
                classes.put(each, usage.of(each));
            }
        }
        return classes;
    }

    private static Map<TokenClass, Long> expected(JsonNode named) {
        Map<TokenClass, Long> classes = new EnumMap<>(TokenClass.class);
        for (TokenClass each : TokenClass.values()) {
            if (named.has(each.wireName())) {
                classes.put(each, named.get(each.wireName()).asLong());
            }
        }
        return classes;
    }

    /** The right side of {@code 2×3 + 4×5 = 26}, which has to equal the left one. */
    private static long sum(String arithmetic) {
        String[] sides = arithmetic.split(" = ");
        long sum = 0;
        for (String product : sides[0].split(" \\+ ")) {
            String[] factors = product.split("×");
            sum += Long.parseLong(factors[0]) * Long.parseLong(factors[1]);
        }
        assertThat(sum).isEqualTo(Long.parseLong(sides[1]));
        return sum;
    }

    private static List<JsonNode> cases() throws IOException {
        try (InputStream in = GoldenCostsTest.class.getResourceAsStream("/golden-costs.json")) {
            return StreamSupport.stream(new ObjectMapper().readTree(in).spliterator(), false)
                    .toList();
        }
    }
}
