package io.signalbox.dialect.cohere;

import io.signalbox.provider.ProviderError;
import io.signalbox.provider.ProviderReply;
import io.signalbox.provider.Refusal;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/** What Cohere's refusals mean: all it gives is a status and a {@code message} (https://docs.cohere.com/reference/errors). */
final class CohereErrors {

    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final int INVALID_TOKEN = 498;

    private CohereErrors() {}

    static ProviderReply.Failed of(int status, MultiMap headers, Buffer body) {
        ProviderError error = ProviderError.read(body);
        if (status == INVALID_TOKEN) {
            return Refusal.of(UNAUTHORIZED, headers, error);
        }
        if (status == NOT_FOUND) {
            return Refusal.ofUnknownModel(status, headers, error);
        }
        return Refusal.of(status, headers, isTooLong(error) ? tooLong(error) : error);
    }

    /** A {@code max_tokens} beyond the model's own is told in almost the same words. */
    private static boolean isTooLong(ProviderError error) {
        return error.mentions("too many tokens") && !error.mentions("max tokens must");
    }

    private static ProviderError tooLong(ProviderError error) {
        return new ProviderError(error.message(), error.type(), "context_length_exceeded", error.param());
    }
}
