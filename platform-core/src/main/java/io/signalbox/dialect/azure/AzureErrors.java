package io.signalbox.dialect.azure;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.json.Json;
import io.signalbox.provider.ProviderError;
import io.signalbox.provider.ProviderReply;
import io.signalbox.provider.Refusal;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;

/**
 * What Azure says beside OpenAI's own errors: a prompt its content filter refused
 * (https://learn.microsoft.com/azure/ai-foundry/openai/concepts/content-filter), and deployments, versions or operations that are not there, which are for
 * us to mend and may be there elsewhere.
 */
final class AzureErrors {

    private static final int NOT_FOUND = 404;
    private static final String FILTERED = "ResponsibleAIPolicyViolation";

    private AzureErrors() {}

    static ProviderReply.Failed of(int status, MultiMap headers, Buffer body) {
        ProviderError error = ProviderError.read(body);
        if (status == NOT_FOUND
                || error.is("DeploymentNotFound")
                || error.is("OperationNotSupported")
                || error.is("UnsupportedApiVersion")) {
            return Refusal.ofUnknownModel(status, headers, error);
        }
        return Refusal.of(status, headers, isFiltered(body) ? filtered(error) : error);
    }

    private static boolean isFiltered(Buffer body) {
        try {
            JsonNode inner = Json.read(body.getBytes()).path("error").path("innererror");
            return FILTERED.equals(inner.path("code").asText());
        } catch (IOException notJson) {
            return false;
        }
    }

    private static ProviderError filtered(ProviderError error) {
        return new ProviderError(error.message(), error.type(), "content_filter", error.param());
    }
}
