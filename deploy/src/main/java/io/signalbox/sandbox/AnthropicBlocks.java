package io.signalbox.sandbox;

import io.signalbox.sandbox.SandboxPrompt.Side;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the content blocks of messages. A thinking block must carry the very signature it came with; and where thinking has a budget, the
 * turn whose tools have just answered must begin with one: all calls and results since the user last spoke are one turn.
 */
final class AnthropicBlocks {

    private static final Pattern TOOL_ID = Pattern.compile("[a-zA-Z0-9_-]+");
    private static final Set<String> IMAGES = Set.of("image/jpeg", "image/png", "image/gif", "image/webp");
    private static final int MARKS_MAX = 4;

    private final SandboxPrompt prompt;
    private int marks;
    private String firstOfTurn = "";
    private String turnPath = "";
    private Side side = Side.SYSTEM;

    AnthropicBlocks(SandboxPrompt prompt) {
        this.prompt = prompt;
    }

    void message(JsonObject message, Side from, String path, boolean last) {
        boolean sameTurn = side == from || from == Side.ASSISTANT && prompt.answered();
        side = from;
        prompt.message(from);
        if (message.getValue("content") instanceof String text) {
            if (text.isEmpty() && !(last && from == Side.ASSISTANT)) {
                throw SandboxFault.invalid(path, path + ": all messages must have non-empty content");
            }
            prompt.text(text);
            begin(from, "text", path, sameTurn);
            return;
        }
        List<JsonObject> blocks = SandboxBody.objects(message, "content", path + ".content");
        if (blocks.isEmpty() && !(last && from == Side.ASSISTANT)) {
            throw SandboxFault.invalid(path, path + ": all messages must have non-empty content");
        }
        for (int i = 0; i < blocks.size(); i++) {
            begin(from, blocks.get(i).getString("type", ""), path, sameTurn || i > 0);
            block(blocks.get(i), path + ".content." + i);
        }
    }

    private void begin(Side from, String type, String path, boolean sameTurn) {
        if (from == Side.ASSISTANT && !sameTurn) {
            firstOfTurn = type;
            turnPath = path;
        }
    }

    /** To be called after the last message. */
    void end(boolean thinksByBudget) {
        boolean thought = firstOfTurn.equals("thinking") || firstOfTurn.equals("redacted_thinking");
        if (thinksByBudget && prompt.answered() && !thought) {
            throw SandboxFault.invalid(
                    turnPath,
                    turnPath + ".content.0.type: Expected `thinking` or `redacted_thinking`, but found `" + firstOfTurn
                            + "`. When `thinking` is enabled, a final `assistant` message must start with a thinking"
                            + " block (preceding the lastmost set of `tool_use` and `tool_result` blocks).");
        }
    }

    /** Notes the block's cache mark, if it has one: https://docs.claude.com/en/docs/build-with-claude/prompt-caching. */
    void mark(JsonObject block) {
        if (block.getValue("cache_control") instanceof JsonObject control) {
            prompt.mark("1h".equals(control.getValue("ttl")));
            if (++marks > MARKS_MAX) {
                throw SandboxFault.invalid(
                        "cache_control",
                        "A maximum of " + MARKS_MAX + " blocks with cache_control may be provided. Found " + marks
                                + ".");
            }
        }
    }

    void text(JsonObject block, String path) {
        prompt.text(SandboxBody.name(block, "text", path + ".text"));
        mark(block);
    }

    private void block(JsonObject block, String path) {
        String type = SandboxBody.text(block, "type", path + ".type");
        switch (type) {
            case "text" -> prompt.text(SandboxBody.name(block, "text", path + ".text"));
            case "image" -> image(block, path);
            case "document" -> document(block, path);
            case "tool_use" -> {
                SandboxBody.object(block.getValue("input"), path + ".tool_use.input");
                SandboxBody.name(block, "name", path + ".tool_use.name");
                prompt.call(id(block, "id", path + ".tool_use.id"), path);
            }
            case "tool_result" ->
                prompt.result(id(block, "tool_use_id", path + ".tool_result.tool_use_id"), result(block, path), path);
            case "thinking" -> thinking(block, path);
            case "redacted_thinking" -> {
                if (!Seal.fits(SandboxText.REDACTED, block.getValue("data"))) {
                    throw SandboxFault.invalid(path, path + ": Invalid `data` in `redacted_thinking` block");
                }
            }
            default ->
                throw SandboxFault.invalid(
                        path,
                        path + ": Input tag '" + type + "' found using 'type' does not match any of the expected tags");
        }
        mark(block);
    }

    private void thinking(JsonObject block, String path) {
        if (side != Side.ASSISTANT) {
            throw SandboxFault.invalid(path, path + ": thinking blocks belong to the assistant");
        }
        String thoughts = SandboxBody.text(block, "thinking", path + ".thinking.thinking");
        if (!Seal.fits(thoughts, block.getValue("signature"))) {
            throw SandboxFault.invalid(path, path + ": Invalid `signature` in `thinking` block");
        }
    }

    private static String id(JsonObject block, String name, String path) {
        String id = SandboxBody.text(block, name, path);
        if (!TOOL_ID.matcher(id).matches()) {
            throw SandboxFault.invalid(path, path + ": String should match pattern '^[a-zA-Z0-9_-]+$'");
        }
        return id;
    }

    private String result(JsonObject block, String path) {
        if (!(block.getValue("content") instanceof JsonArray)) {
            return block.getString("content", "");
        }
        StringBuilder text = new StringBuilder();
        for (JsonObject each : SandboxBody.objects(block, "content", path + ".content")) {
            if ("text".equals(each.getValue("type"))) {
                text.append(SandboxBody.text(each, "text", path + ".content.text"));
            } else {
                block(each, path + ".content");
            }
        }
        return text.toString();
    }

    private void image(JsonObject block, String path) {
        JsonObject source = SandboxBody.object(block.getValue("source"), path + ".image.source");
        switch (source.getString("type", "")) {
            case "base64" -> {
                if (!IMAGES.contains(source.getString("media_type", ""))) {
                    throw SandboxFault.invalid(
                            path, path + ".image.source.base64.media_type: Input should be one of " + IMAGES);
                }
                base64(source, path + ".image.source.base64");
            }
            case "url" -> SandboxBody.name(source, "url", path + ".image.source.url.url");
            case "file" -> SandboxBody.name(source, "file_id", path + ".image.source.file.file_id");
            default -> throw SandboxFault.invalid(path, path + ".image.source: unknown type");
        }
        prompt.medium();
    }

    private static void base64(JsonObject source, String path) {
        try {
            Base64.getDecoder().decode(SandboxBody.name(source, "data", path + ".data"));
        } catch (IllegalArgumentException wrong) {
            throw SandboxFault.invalid(path, path + ": invalid base64 data");
        }
    }

    private void document(JsonObject block, String path) {
        JsonObject source = SandboxBody.object(block.getValue("source"), path + ".document.source");
        switch (source.getString("type", "")) {
            case "base64" -> base64(source, path + ".document.source.base64");
            case "text", "url", "file", "content" -> {
                // Anything of it counts as one medium.
            }
            default -> throw SandboxFault.invalid(path, path + ".document.source: unknown type");
        }
        prompt.medium();
    }
}
