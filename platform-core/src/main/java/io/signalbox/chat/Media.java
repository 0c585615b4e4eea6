package io.signalbox.chat;

import java.util.function.Function;

/** Where the bytes of an image or a document are. */
public sealed interface Media {

    record Url(String url) implements Media {}

    /** {@code type} is the media type, {@code base64} the bytes without any prefix. */
    record Inline(String type, String base64) implements Media {

        public String dataUrl() {
            return "data:" + type + ";base64," + base64;
        }
    }

    /** A file the provider already holds, by its own id. */
    record Stored(String id) implements Media {}

    default <T> T fold(Function<Url, T> url, Function<Inline, T> inline, Function<Stored, T> stored) {
        if (this instanceof Url it) {
            return url.apply(it);
        }
        if (this instanceof Inline it) {
            return inline.apply(it);
        }
        return stored.apply((Stored) this);
    }

    /** Reads {@code data:type;base64,…} as {@link Inline}, anything else as {@link Url}. */
    static Media ofUrl(String url) {
        int comma = url.indexOf(',');
        int mark = url.indexOf(";base64");
        boolean inline = url.startsWith("data:") && mark > 0 && comma == mark + ";base64".length();
        return inline ? new Inline(url.substring("data:".length(), mark), url.substring(comma + 1)) : new Url(url);
    }
}
