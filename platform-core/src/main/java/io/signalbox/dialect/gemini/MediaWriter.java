package io.signalbox.dialect.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.Media;
import io.signalbox.chat.Part;
import io.signalbox.chat.RequestFault;
import io.signalbox.fault.Fault;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Images, documents and sound as parts. Bytes go inline. A URL goes as the URI of a file, which Gemini fetches itself when it is public or signed
 * (https://ai.google.dev/gemini-api/docs/file-input-methods); its media type is guessed from its ending and left out where that tells none. A file the
 * provider already holds is one of Gemini's own, {@code files/…}.
 */
final class MediaWriter {

    private static final String FILES = "https://generativelanguage.googleapis.com/v1beta/";
    private static final Map<String, String> TYPES = Map.of(
            "png", "image/png",
            "jpg", "image/jpeg",
            "jpeg", "image/jpeg",
            "webp", "image/webp",
            "gif", "image/gif",
            "heic", "image/heic",
            "heif", "image/heif",
            "pdf", "application/pdf",
            "txt", "text/plain");

    private MediaWriter() {}

    static void write(Media media, ArrayNode to) {
        media.<Runnable>fold(
                        url -> () -> writeUrl(url.url(), to),
                        inline -> () -> writeInline(inline.type(), inline.base64(), to),
                        stored -> () -> writeStored(stored.id(), to))
                .run();
    }

    static void write(Part.Audio audio, ArrayNode to) {
        writeInline("audio/" + audio.format(), audio.base64(), to);
    }

    private static void writeInline(String type, String base64, ArrayNode to) {
        to.addObject().putObject("inlineData").put("mimeType", type).put("data", base64);
    }

    private static void writeUrl(String url, ArrayNode to) {
        if (!url.startsWith("https://") && !url.startsWith("http://") && !url.startsWith("gs://")) {
            throw unreadable("holds a file whose address is no URL that Gemini could fetch");
        }
        ObjectNode file = to.addObject().putObject("fileData");
        typeOf(url).ifPresent(type -> file.put("mimeType", type));
        file.put("fileUri", url);
    }

    private static void writeStored(String id, ArrayNode to) {
        if (!id.startsWith("files/") && !id.startsWith(FILES)) {
            throw unreadable("holds a file by an id that is not Gemini's");
        }
        to.addObject().putObject("fileData").put("fileUri", id.startsWith(FILES) ? id : FILES + id);
    }

    private static Optional<String> typeOf(String url) {
        String path = url.split("[?#]", 2)[0];
        String ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return Optional.ofNullable(TYPES.get(ending));
    }

    private static Fault unreadable(String complaint) {
        return RequestFault.unsupported("messages", "'messages' " + complaint);
    }
}
