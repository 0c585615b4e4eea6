package io.signalbox.dialect.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.Media;
import io.signalbox.chat.Part;
import io.signalbox.chat.RequestFault;
import io.signalbox.json.Json;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Images and documents as content blocks: their bytes alone, for the protocol fetches nothing. A document's name may hold letters, digits, single spaces,
 * hyphens and brackets, and must be there once
 * (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_DocumentBlock.html). Belongs to one request.
 */
final class MediaBlocks {

    private static final Map<String, String> IMAGES = Map.of(
            "image/png", "png", "image/jpeg", "jpeg", "image/jpg", "jpeg", "image/gif", "gif", "image/webp", "webp");
    private static final Map<String, String> DOCUMENTS = Map.of(
            "application/pdf", "pdf",
            "text/csv", "csv",
            "application/msword", "doc",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx",
            "application/vnd.ms-excel", "xls",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx",
            "text/html", "html",
            "text/plain", "txt",
            "text/markdown", "md");
    private static final Pattern NOT_IN_NAMES = Pattern.compile("[^\\p{Alnum}()\\[\\]-]+");
    private static final int NAME_CHARS_MAX = 190;

    private final Set<String> names = new HashSet<>();
    private final Map<String, Integer> times = new HashMap<>();

    ObjectNode image(Media media) {
        Media.Inline inline = inline(media, "an image");
        ObjectNode block = Json.object();
        write(block.putObject("image"), format(inline.type(), IMAGES, "image"), inline);
        return block;
    }

    /** A file that is an image becomes one. */
    ObjectNode document(Part.Document document) {
        if (document.media() instanceof Media.Inline inline && inline.type().startsWith("image/")) {
            return image(inline);
        }
        Media.Inline inline = inline(document.media(), "a document");
        ObjectNode block = Json.object();
        ObjectNode written =
                block.putObject("document").put("name", name(document.name().orElse("")));
        write(written, format(inline.type(), DOCUMENTS, "document"), inline);
        return block;
    }

    private static Media.Inline inline(Media media, String what) {
        if (media instanceof Media.Inline inline) {
            return inline;
        }
        throw RequestFault.unsupported(
                "messages", "'messages' holds " + what + " by reference; Amazon Bedrock needs its bytes");
    }

    private static String format(String type, Map<String, String> formats, String what) {
        String format = formats.get(type.toLowerCase(Locale.ROOT));
        if (format == null) {
            throw RequestFault.unsupported(
                    "messages", "'messages' holds a kind of " + what + " that Amazon Bedrock does not read");
        }
        return format;
    }

    private static void write(ObjectNode block, String format, Media.Inline inline) {
        block.put("format", format).putObject("source").put("bytes", inline.base64());
    }

    private String name(String file) {
        int dot = file.lastIndexOf('.');
        String plain = NOT_IN_NAMES
                .matcher(dot > 0 ? file.substring(0, dot) : file)
                .replaceAll(" ")
                .trim();
        String stem = plain.isEmpty()
                ? "document"
                : plain.substring(0, Math.min(plain.length(), NAME_CHARS_MAX)).trim();
        String name = stem;
        while (!names.add(name)) {
            name = stem + " " + times.merge(stem, 2, (before, first) -> before + 1);
        }
        return name;
    }
}
