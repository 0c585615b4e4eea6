package io.signalbox.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.dialect.openai.CompletionScan;
import io.signalbox.route.RequestFacts;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The bound that budgets reserve for a prompt is never below what the sandbox counts, and not far above it. */
final class InputBoundTest {

    private static final int ROUNDS = 5_000;
    private static final String[] BITS = {
        "a",
        "the quick brown fox ",
        "é",
        "日本",
        "🙂",
        "\\n",
        "\\\"",
        "\\u00e9",
        "\\ud83d\\ude42",
        "\\\\",
        "\\/",
        "\\u0000",
        "x"
    };

    @Test
    void isNeverBelowTheSandboxsCount() {
        Random random = new Random(11);
        for (int round = 0; round < ROUNDS; round++) {
            // Given
            String body = body(random);

            // When
            RequestFacts facts = CompletionScan.read(Buffer.buffer(body)).facts();
            long bound = (facts.inputBytes() + 3) / 4 + 8L * facts.messages() + 8;
            long counted = counted(body);

            // Then
            assertThat(counted).as(body).isLessThanOrEqualTo(bound);
        }
    }

    @Test
    void isCloseForPlainText() {
        // Given
        String body = SandboxCaller.body("sandbox/small", "").replace("Grüß Gott", "x".repeat(4_000));

        // When
        RequestFacts facts = CompletionScan.read(Buffer.buffer(body)).facts();

        // Then
        assertThat(facts.inputBytes()).isEqualTo(4_000);
        assertThat(counted(body)).isEqualTo(1_007);
    }

    private static long counted(String body) {
        return ChatReader.read(new JsonObject(body), "sandbox/small").usage().promptTokens();
    }

    private static String body(Random random) {
        List<String> messages = new ArrayList<>();
        int count = 1 + random.nextInt(12);
        for (int i = 0; i < count; i++) {
            messages.add(message(random));
        }
        String gap = random.nextBoolean() ? " " : "";
        String body = "{" + gap + "\"model\":\"sandbox/small\"," + gap + "\"messages\":[" + gap
                + String.join(gap + "," + gap, messages) + gap + "]";
        if (random.nextInt(3) == 0) {
            body += ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"n" + text(random, 3) + "\",\"x\":1E5}}"
                    + gap + "]";
        }
        return body + gap + "}";
    }

    private static String message(Random random) {
        return switch (random.nextInt(5)) {
            case 0 ->
                "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"" + text(random, 9) + "\"},{\"text\":\""
                        + text(random, 9) + "\",\"type\":\"text\"}]}";
            case 1 ->
                "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c\",\"function\":{\"name\":\"f\","
                        + "\"arguments\":\"{}\"}}]},{\"role\":\"tool\",\"tool_call_id\":\"c\",\"content\":\""
                        + text(random, 9)
                        + "\"}";
            case 2 ->
                "{\"content\":\"" + text(random, 3) + "\",\"role\":\"system\",\"content\":\"" + text(random, 9) + "\"}";
            default -> "{\"role\":\"user\",\"name\":\"ü\",\"content\":\"" + text(random, 30) + "\"}";
        };
    }

    private static String text(Random random, int bitsMax) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(bitsMax + 1); i > 0; i--) {
            text.append(BITS[random.nextInt(BITS.length)]);
        }
        return text.toString();
    }
}
