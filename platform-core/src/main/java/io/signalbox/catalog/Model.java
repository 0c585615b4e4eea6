package io.signalbox.catalog;

/**
 * What a client asks for by its catalog name. {@code contextTokens} and {@code maxOutputTokens} are the provider's published limits;
 * {@code minBytesPerToken} is proven for the model's tokenizer: no text yields more tokens than its UTF-8 bytes divided by it (1 for every
 * byte-level tokenizer).
 */
public record Model(
        String name,
        String provider,
        long contextTokens,
        long maxOutputTokens,
        int minBytesPerToken,
        Capabilities capabilities) {

    public Model {
        if (contextTokens < 1 || maxOutputTokens < 1 || minBytesPerToken < 1) {
            throw new IllegalArgumentException("model " + name + " needs positive limits");
        }
    }
}
