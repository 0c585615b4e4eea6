package io.signalbox.sandbox;

import io.signalbox.sandbox.SandboxPrompt.Side;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the content blocks of a Converse request: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ContentBlock.html.
 * Reasoning must carry the signature it came with; and where it has a budget, the turn whose tools have just answered must begin with it.
 */
final class ConverseBlocks {

    private static final Pattern TOOL_ID = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final Set<String> IMAGES = Set.of("png", "jpeg", "gif", "webp");
    private static final String SAID = "The model returned the following errors: ";

    private final SandboxPrompt prompt;
    private boolean thoughtFirst;
    private boolean usesTools;

    ConverseBlocks(SandboxPrompt prompt) {
        this.prompt = prompt;
    }

    /** Whether the block is a cache point, which is then noted: https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html. */
    boolean isMark(JsonObject block) {
        if (!(block.getValue("cachePoint") instanceof JsonObject point)) {
            return false;
        }
        if (!"default".equals(point.getValue("type"))) {
            throw SandboxFault.invalid("cachePoint", "cachePoint.type: must be default");
        }
        prompt.mark("1h".equals(point.getValue("ttl")));
        return true;
    }

    void text(JsonObject block, String path) {
        String text = SandboxBody.text(block, "text", path + ".text");
        if (text.isBlank()) {
            throw SandboxFault.invalid(
                    path,
                    "The text field in the ContentBlock object at " + path
                            + " is blank. Add text to the text field, and try again.");
        }
        prompt.text(text);
    }

    void message(JsonObject message, Side side, String path) {
        prompt.message(side);
        List<JsonObject> blocks = SandboxBody.objects(message, "content", path);
        if (blocks.isEmpty()) {
            throw SandboxFault.invalid(
                    path,
                    "The content field in the Message object at " + path + " is empty. Add a ContentBlock object.");
        }
        if (side == Side.ASSISTANT) {
            thoughtFirst = blocks.get(0).containsKey("reasoningContent");
        }
        for (int i = 0; i < blocks.size(); i++) {
            block(blocks.get(i), path + "." + i);
        }
    }

    /** To be called after the last message. */
    void end(boolean thinksByBudget, boolean hasTools) {
        if (usesTools && !hasTools) {
            throw SandboxFault.invalid(
                    "toolConfig",
                    "The toolConfig field must be defined when using toolUse and toolResult content blocks.");
        }
        if (thinksByBudget && prompt.answered() && !thoughtFirst) {
            throw SandboxFault.invalid(
                    "messages",
                    SAID + "Expected `thinking` or `redacted_thinking`, but found `tool_use`. When `thinking` is"
                            + " enabled, a final `assistant` message must start with a thinking block.");
        }
    }

    private void block(JsonObject block, String path) {
        if (isMark(block)) {
            return;
        }
        if (block.size() != 1) {
            throw SandboxFault.invalid(path, "The ContentBlock object at " + path + " must set exactly one member.");
        }
        String type = block.fieldNames().iterator().next();
        switch (type) {
            case "text" -> text(block, path);
            case "image" -> image(SandboxBody.object(block.getValue(type), path), path);
            case "document", "video", "audio" -> {
                JsonObject file = SandboxBody.object(block.getValue(type), path);
                SandboxBody.object(file.getValue("source"), path + ".source");
                prompt.medium();
            }
            case "toolUse" -> {
                JsonObject use = SandboxBody.object(block.getValue(type), path);
                SandboxBody.name(use, "name", path + ".toolUse.name");
                SandboxBody.object(use.getValue("input"), path + ".toolUse.input");
                prompt.call(id(use, path), path);
                usesTools = true;
            }
            case "toolResult" -> {
                JsonObject result = SandboxBody.object(block.getValue(type), path);
                prompt.result(id(result, path), result(result, path), path);
                usesTools = true;
            }
            case "reasoningContent" -> reasoning(SandboxBody.object(block.getValue(type), path), path);
            default ->
                throw SandboxFault.invalid(path, "The ContentBlock object at " + path + " has an unknown member.");
        }
    }

    private static String id(JsonObject tool, String path) {
        String id = SandboxBody.text(tool, "toolUseId", path + ".toolUseId");
        if (!TOOL_ID.matcher(id).matches()) {
            throw SandboxFault.invalid(
                    path,
                    "Value '" + id + "' at '" + path
                            + ".toolUseId' failed to satisfy constraint: Member must satisfy regular expression"
                            + " pattern: [a-zA-Z0-9_-]+");
        }
        return id;
    }

    private String result(JsonObject result, String path) {
        StringBuilder text = new StringBuilder();
        for (JsonObject each : SandboxBody.objects(result, "content", path + ".content")) {
            if (each.containsKey("text")) {
                text.append(SandboxBody.text(each, "text", path + ".content.text"));
            } else if (each.containsKey("json")) {
                text.append(SandboxBody.allTexts(each.getValue("json")));
            } else {
                prompt.medium();
            }
        }
        return text.toString();
    }

    private void image(JsonObject image, String path) {
        if (!IMAGES.contains(image.getString("format", ""))) {
            throw SandboxFault.invalid(path, "Value at '" + path + ".image.format' must be one of " + IMAGES);
        }
        JsonObject source = SandboxBody.object(image.getValue("source"), path + ".image.source");
        if (!source.containsKey("s3Location")) {
            try {
                Base64.getDecoder().decode(SandboxBody.name(source, "bytes", path + ".image.source.bytes"));
            } catch (IllegalArgumentException wrong) {
                throw SandboxFault.invalid(path, "Value at '" + path + ".image.source.bytes' is no Base64");
            }
        }
        prompt.medium();
    }

    private static void reasoning(JsonObject reasoning, String path) {
        if (reasoning.getValue("redactedContent") instanceof String) {
            return;
        }
        JsonObject text = SandboxBody.object(reasoning.getValue("reasoningText"), path + ".reasoningText");
        if (!Seal.fits(SandboxBody.text(text, "text", path + ".reasoningText.text"), text.getValue("signature"))) {
            throw SandboxFault.invalid(path, SAID + path + ": Invalid `signature` in `thinking` block");
        }
    }
}
