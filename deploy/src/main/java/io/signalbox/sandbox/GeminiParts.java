package io.signalbox.sandbox;

import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parts of contents. Calls and their answers belong together by name and order. A signature that comes back must be the one a
 * call came with, or one of the two words Google allows for calls that it never made. From its third generation on, a model that thinks wants one with
 * the first call of every step since the user last spoke; before, one may be missing:
 * https://ai.google.dev/gemini-api/docs/thought-signatures.
 */
final class GeminiParts {

    private static final Set<String> UNSIGNED =
            Set.of("skip_thought_signature_validator", "context_engineering_is_the_way_to_go");

    private final SandboxPrompt prompt;
    private final Map<String, Integer> calls = new HashMap<>();
    private final Map<String, Integer> results = new HashMap<>();
    private boolean model;
    private boolean firstCall;
    private String unsigned = "";

    GeminiParts(SandboxPrompt prompt) {
        this.prompt = prompt;
    }

    /** A content begins. */
    void begin(boolean ofModel) {
        if (ofModel && !model) {
            calls.clear();
        }
        if (!ofModel && model) {
            results.clear();
        }
        model = ofModel;
        firstCall = true;
    }

    /** To be called after the last content; {@code signed}: whether no signature may be missing. */
    void end(boolean signed) {
        if (signed && !unsigned.isEmpty()) {
            throw SandboxFault.invalid(
                    "contents",
                    "Function call is missing a thought_signature in functionCall parts. This is required for tools to"
                            + " work correctly. Additional data, function call `" + unsigned + "`.");
        }
    }

    void read(JsonObject content, String path) {
        List<JsonObject> parts = SandboxBody.objects(content, "parts", path + ".parts");
        if (parts.isEmpty()) {
            throw SandboxFault.invalid(
                    path, "* GenerateContentRequest." + path + ".parts: contents.parts must not be empty.\n");
        }
        for (JsonObject each : parts) {
            part(GeminiReader.snakeless(each), path);
        }
    }

    private void part(JsonObject part, String path) {
        if (part.getValue("functionCall") instanceof JsonObject call) {
            String name = SandboxBody.name(call, "name", path + ".function_call.name");
            prompt.call(name + "#" + calls.merge(name, 1, Integer::sum), path);
            signature(part, name, path);
            firstCall = false;
        } else if (part.getValue("functionResponse") instanceof JsonObject response) {
            String name = SandboxBody.name(response, "name", path + ".function_response.name");
            JsonObject answer = SandboxBody.object(response.getValue("response"), path + ".function_response.response");
            prompt.result(name + "#" + results.merge(name, 1, Integer::sum), SandboxBody.allTexts(answer), path);
        } else if (part.getValue("text") instanceof String text) {
            if (!Boolean.TRUE.equals(part.getValue("thought"))) {
                prompt.text(text);
            }
            unsigned = model ? unsigned : "";
            optionalSignature(part, GeminiWriter.TEXT_SEAL, path);
        } else if (part.getValue("inlineData") instanceof JsonObject data) {
            JsonObject blob = GeminiReader.snakeless(data);
            SandboxBody.name(blob, "mimeType", path + ".inline_data.mime_type");
            SandboxBody.name(blob, "data", path + ".inline_data.data");
            prompt.medium();
        } else if (part.getValue("fileData") instanceof JsonObject data) {
            SandboxBody.name(GeminiReader.snakeless(data), "fileUri", path + ".file_data.file_uri");
            prompt.medium();
        } else if (part.getValue("thoughtSignature") == null) {
            throw SandboxFault.invalid(
                    path, path + ".parts: required oneof field 'data' must have one initialized field");
        }
    }

    private void signature(JsonObject part, String name, String path) {
        if (!optionalSignature(part, name, path) && firstCall && unsigned.isEmpty()) {
            unsigned = name;
        }
    }

    private static boolean optionalSignature(JsonObject part, String words, String path) {
        @Nullable Object signature = part.getValue("thoughtSignature");
        if (signature == null) {
            return false;
        }
        if (!UNSIGNED.contains(signature) && !Seal.fits(words, signature)) {
            throw SandboxFault.invalid(path, "Thought signature is not valid.");
        }
        return true;
    }
}
