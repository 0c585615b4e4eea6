package io.signalbox.chat;

import io.signalbox.fault.Fault;
import org.jspecify.annotations.Nullable;

/** Reads the chunks of one stream, parsing only those that are unlike the one before. Belongs to the stream's context. */
public final class ChunkReader {

    private @Nullable ChunkTemplate template;

    /** As {@link ChatChunk#read}: fails with a {@link Fault} {@code PROVIDER_MALFORMED}; the array is not copied. */
    public ChatChunk read(byte[] data) {
        ChunkTemplate known = template;
        if (known != null && known.fits(data)) {
            return ChatChunk.like(known, data);
        }
        ChatChunk parsed = ChatChunk.read(data);
        template = parsed.template().orElse(known);
        return parsed;
    }
}
