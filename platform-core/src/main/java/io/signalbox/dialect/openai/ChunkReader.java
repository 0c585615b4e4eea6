package io.signalbox.dialect.openai;

import io.signalbox.fault.Fault;
import org.jspecify.annotations.Nullable;

/** Reads the chunks of one stream, parsing only those that are unlike the one before. Belongs to the stream's context. */
public final class ChunkReader {

    private @Nullable ChunkTemplate template;

    /** As {@link CompletionChunk#read}: fails with a {@link Fault} {@code PROVIDER_MALFORMED}; the array is not copied. */
    public CompletionChunk read(byte[] data) {
        ChunkTemplate known = template;
        if (known != null && known.fits(data)) {
            return CompletionChunk.like(known, data);
        }
        CompletionChunk parsed = CompletionChunk.read(data);
        template = parsed.template().orElse(known);
        return parsed;
    }
}
