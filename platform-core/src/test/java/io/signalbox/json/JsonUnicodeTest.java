package io.signalbox.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonUnicodeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"a\":\"Grüße 信号箱 🚂\"}",
                "\\ud83d\\ude89",
                "\\uD83D\\uDE89\\u00e4",
                "\\\\ud83d",
                "\\\"\\n\\u0041",
                "\\u12",
                "\\"
            })
    void letsTextPass(String json) {
        assertThat(JsonUnicode.firstFault(json.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({
        "x\\ud83d, 1",
        "\\ude89, 0",
        "\\ud83d\\ud83d\\ude89, 0",
        "\\ud83d \\ude89, 0",
        "\\\\\\ud83d, 2",
        "\\ud83d\\\\ude89, 0",
        "\\ud83d\\u0041, 0"
    })
    void findsHalfAPair(String json, int at) {
        assertThat(JsonUnicode.firstFault(json.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(at);
    }

    @Test
    void agreesWithTheDecoderOfThePlatformOnEveryStartOfASequence() {
        for (int first = 0x80; first <= 0xFF; first++) {
            for (int second = 0; second <= 0xFF; second++) {
                assertAgrees((byte) first, (byte) second);
                for (int third : new int[] {0x00, 0x7F, 0x80, 0xBF, 0xC0}) {
                    assertAgrees((byte) first, (byte) second, (byte) third);
                    assertAgrees((byte) first, (byte) second, (byte) third, (byte) 0x80);
                    assertAgrees((byte) first, (byte) second, (byte) third, (byte) 0x41);
                }
            }
        }
    }

    @Test
    void agreesWithTheDecoderOfThePlatformOnNoise() {
        Random noise = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[noise.nextInt(12)];
            noise.nextBytes(bytes);
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = bytes[j] == '\\' ? (byte) 'x' : bytes[j];
            }
            assertAgrees(bytes);
        }
    }

    private static void assertAgrees(byte... bytes) {
        assertThat(JsonUnicode.firstFault(bytes) < 0)
                .as("%s", ByteBuffer.wrap(bytes))
                .isEqualTo(decodes(bytes));
    }

    private static boolean decodes(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }
}
