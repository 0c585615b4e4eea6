package io.signalbox.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A piece of a message's content. A {@link CacheMark} asks the provider to cache the prompt up to and with this part. */
public sealed interface Part {

    record Text(String text, Optional<CacheMark> cache) implements Part {

        public static Text of(String text) {
            return new Text(text, Optional.empty());
        }
    }

    /** {@code detail} is OpenAI's {@code low|high|auto}. */
    record Image(Media media, Optional<String> detail, Optional<CacheMark> cache) implements Part {}

    /** {@code format} is {@code wav} or {@code mp3}; {@code base64} the bytes. */
    record Audio(String format, String base64) implements Part {}

    /** A document, usually a PDF. */
    record Document(Media media, Optional<String> name, Optional<CacheMark> cache) implements Part {}

    /** The assistant's call of a tool: {@code arguments} is JSON text as the model wrote it. {@code signature} is Gemini's, to be sent back with it. */
    record ToolCall(String id, String name, String arguments, Optional<String> signature, Optional<CacheMark> cache)
            implements Part {

        public static ToolCall of(String id, String name, String arguments) {
            return new ToolCall(id, name, arguments, Optional.empty(), Optional.empty());
        }

        /** The same call for a provider that would refuse the signature. */
        public ToolCall unsigned() {
            return new ToolCall(id, name, arguments, Optional.empty(), cache);
        }

        /** The arguments as an object; those that are none are a member of one, so that the model sees its mistake. */
        public ObjectNode input() {
            if (arguments.isBlank()) {
                return Json.object();
            }
            try {
                if (Json.read(arguments) instanceof ObjectNode object) {
                    return object;
                }
            } catch (IOException malformed) {
                return unparsed();
            }
            return unparsed();
        }

        private ObjectNode unparsed() {
            return Json.object().put("unparsed_arguments", arguments);
        }
    }

    /** {@code content} holds texts, images and documents only. */
    record ToolResult(String callId, List<Part> content, boolean isError, Optional<CacheMark> cache) implements Part {

        public ToolResult {
            content = List.copyOf(content);
        }
    }

    /** The model's reasoning as text; a provider that signs it wants both back unchanged in the next turn. */
    record Thinking(String text, Optional<String> signature) implements Part {

        /** What stands before a signature that only Gemini can read; those without any such mark have no colon in them. */
        public static final String GEMINI = "gemini:";

        /** As {@link #GEMINI}, for OpenAI's reasoning, which is signed even where its text is not told. */
        public static final String OPENAI = "openai:";

        /** These thoughts for another provider than those that mark theirs: without a signature it could not read and would refuse. */
        public Thinking unmarked() {
            return new Thinking(text, signature.filter(it -> !it.startsWith(GEMINI) && !it.startsWith(OPENAI)));
        }
    }

    /** Reasoning that only its provider can read. */
    record RedactedThinking(String data) implements Part {}

    record Refusal(String text) implements Part {}
}
