package io.signalbox.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.provider.Exposure;
import io.signalbox.provider.ProviderReply;
import io.signalbox.testing.Calls;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OpenAiDialectTest {

    private static final OpenAiDialect DIALECT = new OpenAiDialect();
    private static final Buffer ASKED =
            Buffer.buffer("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");

    private static ProviderReply.Failed failed(int status, String body) {
        return DIALECT.readError(status, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer(body));
    }

    private static String error(String message, String code) {
        return "{\"error\":{\"message\":\"" + message
                + "\",\"type\":\"invalid_request_error\",\"param\":\"tools[0].name\",\"code\":\"" + code + "\"}}";
    }

    @ParameterizedTest
    @CsvSource({
        "301, PROVIDER_ERROR, true, REFUSED",
        "400, INVALID_REQUEST, false, REFUSED",
        "401, PROVIDER_REFUSED_CREDENTIAL, true, REFUSED",
        "402, PROVIDER_REFUSED_CREDENTIAL, true, REFUSED",
        "403, PROVIDER_REFUSED_CREDENTIAL, true, REFUSED",
        "404, PROVIDER_ERROR, false, REFUSED",
        "408, PROVIDER_TIMEOUT, true, REFUSED",
        "409, PROVIDER_ERROR, false, REFUSED",
        "413, REQUEST_TOO_LARGE, false, REFUSED",
        "422, INVALID_REQUEST, false, REFUSED",
        "429, PROVIDER_RATE_LIMITED, true, REFUSED",
        "500, PROVIDER_ERROR, true, REFUSED",
        "502, PROVIDER_ERROR, true, REFUSED",
        "503, PROVIDER_ERROR, true, REFUSED",
        "504, PROVIDER_TIMEOUT, true, UNKNOWN",
        "524, PROVIDER_TIMEOUT, true, UNKNOWN",
        "529, PROVIDER_ERROR, true, REFUSED",
    })
    void knowsWhatAStatusMeans(int status, FaultCode code, boolean retriable, Exposure exposure) {
        for (String body :
                new String[] {"", "<html>oops</html>", error("oops", "x"), "{\"error\":", "[]", "null", "7"}) {
            // When
            ProviderReply.Failed failed = failed(status, body);

            // Then
            assertThat(failed.fault().code()).isEqualTo(code);
            assertThat(failed.retriable()).isEqualTo(retriable);
            assertThat(failed.exposure()).isEqualTo(exposure);
            assertThat(failed.fault().publicMessage()).doesNotContain("html");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400|too long|context_length_exceeded|CONTEXT_LENGTH_EXCEEDED",
                "400|This model's maximum context length is 8192 tokens|x|CONTEXT_LENGTH_EXCEEDED",
                "413|prompt is too long: 9 tokens|x|CONTEXT_LENGTH_EXCEEDED",
                "400|blocked|content_filter|CONTENT_FILTER",
                "400|blocked|content_policy_violation|CONTENT_FILTER",
                "400|no|unsupported_parameter|UNSUPPORTED_PARAMETER",
                "400|API key not valid. Please pass a valid API key.|x|PROVIDER_REFUSED_CREDENTIAL",
                "429|You exceeded your current quota|insufficient_quota|PROVIDER_REFUSED_CREDENTIAL",
            })
    void recognisesWhatTheProviderSays(int status, String message, String code, FaultCode expected) {
        assertThat(failed(status, error(message, code)).fault().code()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"bad\\n\\tthing\",\"code\":42}}",
                "{\"error\":\"bad thing\"}",
                "{\"object\":\"error\",\"message\":\"bad thing\",\"type\":\"BadRequestError\"}",
                "{\"detail\":\"bad thing\"}",
                "[{\"error\":{\"message\":\"bad thing\",\"status\":\"INVALID_ARGUMENT\"}}]",
            })
    void quotesTheMessageOfACallersMistake(String body) {
        assertThat(failed(400, body).fault().publicMessage()).isEqualTo("The provider refused the request: bad thing");
    }

    @Test
    void namesTheParameterAtFault() {
        assertThat(failed(400, error("x", "y")).fault().param()).contains("tools[0].name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-proj-abcdefghijklmnop1234",
                "sk-ab**********************yz",
                "Bearer abc.def",
                "AIzaSyA1234567890abcdefg",
                "gsk_1234567890abcdefghij",
                "sb_live_abcdefgh_0123456789",
                "0123456789abcdef0123456789abcdef",
            })
    void masksWhatLooksLikeAKey(String key) {
        // When
        String message =
                failed(400, error("Key '" + key + "' is wrong", "x")).fault().publicMessage();

        // Then
        assertThat(message).isEqualTo("The provider refused the request: Key '[hidden]' is wrong");
    }

    @Test
    void keepsModelNamesAndCutsLongMessages() {
        assertThat(failed(400, error("model claude-sonnet-4-20250514 and gpt-4o-mini-2024-07-18", "x"))
                        .fault()
                        .publicMessage())
                .endsWith("model claude-sonnet-4-20250514 and gpt-4o-mini-2024-07-18");
        assertThat(failed(400, error("wörter ".repeat(200), "x")).fault().publicMessage())
                .hasSizeLessThan(340)
                .endsWith("…");
    }

    @Test
    void echoesNothingOfARefusedCredential() {
        assertThat(failed(401, error("Incorrect API key provided: sk-ab*yz", "invalid_api_key"))
                        .fault()
                        .publicMessage())
                .isEqualTo("The provider refused the credential Signalbox holds for it.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-|-|-|-",
                "7|-|-|PT7S",
                "1.5|-|-|PT1.5S",
                "7|250|-|PT0.25S",
                "3600|-|-|PT1M",
                "soon|-|-|-",
                "-5|-|-|-",
                "99999999999999999999|-|-|-",
                "Wed, 21 Oct 2026 07:28:30 GMT|-|Wed, 21 Oct 2026 07:28:00 GMT|PT30S",
                "Wed, 21 Oct 2026 07:28:30 GMT|-|-|-",
            })
    void readsHowLongToStayAway(String seconds, String millis, String date, String expected) {
        // Given
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        put(headers, "Retry-After", seconds);
        put(headers, "Retry-After-Ms", millis);
        put(headers, "Date", date);

        // When
        var fault = DIALECT.readError(429, headers, Buffer.buffer()).fault();

        // Then
        assertThat(fault.retryAfter().map(Duration::toString).orElse(null)).isEqualTo(expected);
    }

    private static void put(MultiMap headers, String name, String value) {
        if (value != null) {
            headers.set(name, value);
        }
    }

    @Test
    void readsAnErrorThatComesWithStatus200() {
        assertThatThrownBy(() -> DIALECT.readWhole(
                        Calls.of("openai", CompletionScan.read(ASKED)), Buffer.buffer(error("no", "429"))))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.PROVIDER_RATE_LIMITED));
    }

    @Test
    void foldsEveryKindOfReply() {
        // Given
        ProviderReply whole = new ProviderReply.Whole(Completion.read(Buffer.buffer("{\"choices\":[{}]}")));
        ProviderReply failed = failed(500, "");

        // Then
        assertThat(whole.<String>fold(w -> "whole", s -> "streamed", f -> "failed"))
                .isEqualTo("whole");
        assertThat(failed.<String>fold(w -> "whole", s -> "streamed", f -> "failed"))
                .isEqualTo("failed");
    }
}
