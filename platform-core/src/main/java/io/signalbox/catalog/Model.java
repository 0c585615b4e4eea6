package io.signalbox.catalog;

/**
 * What a client asks for by its catalog name, and the one kind of work it does. {@code contextTokens} and {@code maxOutputTokens} are the provider's
 * published limits: a context holds one prompt, or one input of several; only chat has output. {@code minBytesPerToken} is proven for the model's
 * tokenizer: no text yields more tokens than its UTF-8 bytes divided by it (1 for every byte-level tokenizer). {@code longContextTokens} is what a request that asks
 * for a longer context gets, the usual one where there is none.
 */
public record Model(
        String name,
        String provider,
        Operation operation,
        long contextTokens,
        long maxOutputTokens,
        int minBytesPerToken,
        Capabilities capabilities,
        long longContextTokens) {

    private static final long UNKNOWN_CONTEXT = 10_000_000;
    private static final long UNKNOWN_OUTPUT = 1_000_000;

    public Model {
        if (contextTokens < 1 || minBytesPerToken < 1 || longContextTokens < contextTokens) {
            throw new IllegalArgumentException("model " + name + " needs positive limits");
        }
        if (operation == Operation.CHAT ? maxOutputTokens < 1 : maxOutputTokens != 0) {
            throw new IllegalArgumentException("model " + name + " for " + operation.phrase() + " may not have "
                    + maxOutputTokens + " output tokens");
        }
    }

    /** A model with one context for everybody. */
    public Model(
            String name,
            String provider,
            Operation operation,
            long contextTokens,
            long maxOutputTokens,
            int minBytesPerToken,
            Capabilities capabilities) {
        this(name, provider, operation, contextTokens, maxOutputTokens, minBytesPerToken, capabilities, contextTokens);
    }

    /** A model to chat with. */
    public Model(
            String name,
            String provider,
            long contextTokens,
            long maxOutputTokens,
            int minBytesPerToken,
            Capabilities capabilities) {
        this(name, provider, Operation.CHAT, contextTokens, maxOutputTokens, minBytesPerToken, capabilities);
    }

    /** A model that no book knows, at an open provider: limits beyond any, so that only its provider refuses. */
    static Model unknown(String name, String provider, Operation operation) {
        long output = operation == Operation.CHAT ? UNKNOWN_OUTPUT : 0;
        return new Model(name, provider, operation, UNKNOWN_CONTEXT, output, 1, Capabilities.UNKNOWN);
    }

    /** Whether nothing is known of it but its name. */
    public boolean isUnknown() {
        return contextTokens == UNKNOWN_CONTEXT;
    }

    /** Its name where names must be few, as in a metric: anybody can make up one of an open provider. */
    public String label() {
        return isUnknown() ? "other" : name;
    }
}
