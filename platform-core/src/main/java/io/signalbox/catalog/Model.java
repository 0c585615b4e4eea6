package io.signalbox.catalog;

/**
 * What a client asks for by its catalog name, and the one kind of work it does. {@code contextTokens} and {@code maxOutputTokens} are the provider's
 * published limits: a context holds one prompt, or one input of several; only chat has output. {@code minBytesPerToken} is proven for the model's
 * tokenizer: no text yields more tokens than its UTF-8 bytes divided by it (1 for every byte-level tokenizer).
 */
public record Model(
        String name,
        String provider,
        Operation operation,
        long contextTokens,
        long maxOutputTokens,
        int minBytesPerToken,
        Capabilities capabilities) {

    public Model {
        if (contextTokens < 1 || minBytesPerToken < 1) {
            throw new IllegalArgumentException("model " + name + " needs positive limits");
        }
        if (operation == Operation.CHAT ? maxOutputTokens < 1 : maxOutputTokens != 0) {
            throw new IllegalArgumentException("model " + name + " for " + operation.phrase() + " may not have "
                    + maxOutputTokens + " output tokens");
        }
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
}
