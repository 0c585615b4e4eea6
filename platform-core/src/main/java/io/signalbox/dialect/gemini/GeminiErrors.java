package io.signalbox.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.json.Json;
import io.signalbox.provider.ProviderError;
import io.signalbox.provider.ProviderReply;
import io.signalbox.provider.Refusal;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Google's errors: {@code {"error":{"code":429,"message":…,"status":"RESOURCE_EXHAUSTED","details":[…]}}} (https://google.aip.dev/193). */
final class GeminiErrors {

    private static final int CREDENTIAL = 403;
    private static final Pattern SECONDS = Pattern.compile("(\\d{1,5}(\\.\\d{1,3})?)\\d*s");

    private GeminiErrors() {}

    static ProviderReply.Failed read(int status, MultiMap headers, Buffer body) {
        ProviderError error = ProviderError.read(body);
        // Where an account may be used, and whether it must pay first, is told with a 400.
        int meant = status == 400 && error.is("FAILED_PRECONDITION") ? CREDENTIAL : status;
        return Refusal.of(meant, headers.contains(HttpHeaders.RETRY_AFTER) ? headers : withDelay(headers, body), error);
    }

    /** The pause of {@code google.rpc.RetryInfo}, as the header that others send. */
    private static MultiMap withDelay(MultiMap headers, Buffer body) {
        for (JsonNode each : details(body)) {
            Matcher delay = SECONDS.matcher(each.path("retryDelay").asText(""));
            if (delay.matches()) {
                return HttpHeaders.headers().addAll(headers).set(HttpHeaders.RETRY_AFTER, delay.group(1));
            }
        }
        return headers;
    }

    private static JsonNode details(Buffer body) {
        try {
            JsonNode answer = Json.read(body.getBytes());
            return (answer.isArray() ? answer.path(0) : answer).path("error").path("details");
        } catch (IOException notJson) {
            return Json.array();
        }
    }
}
