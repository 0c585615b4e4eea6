package io.signalbox.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.chat.CacheMark;
import io.signalbox.chat.Fields;
import io.signalbox.chat.Media;
import io.signalbox.chat.Part;
import io.signalbox.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads content blocks of a request; a kind that no other protocol has is told as unsupported, with its path. */
final class BlockReader {

    private BlockReader() {}

    /** The blocks of a content that may be a mere string. */
    static List<Part> blocks(Fields holder, String name) {
        if (holder.any(name).filter(JsonNode::isTextual).isPresent()) {
            return List.of(Part.Text.of(holder.requiredText(name)));
        }
        List<Part> parts = new ArrayList<>();
        holder.list(name).forEach(each -> read(each, parts));
        return CallSignature.restored(parts);
    }

    /** As {@link #blocks}, in a user's turn: without what only a model says. */
    static List<Part> asked(Fields holder, String name) {
        return checked(holder, name, part -> !isModels(part));
    }

    /** As {@link #blocks}, in a model's turn: without results of tools. */
    static List<Part> answered(Fields holder, String name) {
        return checked(holder, name, part -> !(part instanceof Part.ToolResult));
    }

    private static List<Part> checked(Fields holder, String name, Predicate<Part> allowed) {
        List<Part> parts = blocks(holder, name);
        if (!parts.stream().allMatch(allowed)) {
            throw holder.invalid(name, "holds a block that has no place there");
        }
        return parts;
    }

    private static boolean isModels(Part part) {
        return part instanceof Part.ToolCall || part instanceof Part.Thinking || part instanceof Part.RedactedThinking;
    }

    /** As {@link #blocks}, where only texts may stand. */
    static List<Part> texts(Fields holder, String name) {
        List<Part> parts = blocks(holder, name);
        if (!parts.stream().allMatch(Part.Text.class::isInstance)) {
            throw holder.invalid(name, "may hold text blocks only");
        }
        return parts;
    }

    private static void read(Fields block, List<Part> to) {
        switch (block.requiredText("type")) {
            case "text" -> to.add(new Part.Text(block.requiredText("text"), cache(block)));
            case "image" -> to.add(image(block));
            case "document" -> document(block, to);
            case "tool_use" -> to.add(call(block));
            case "tool_result" -> to.add(result(block));
            case "thinking" ->
                to.add(new Part.Thinking(
                        block.requiredText("thinking"), block.text("signature").filter(it -> !it.isEmpty())));
            case "redacted_thinking" -> to.add(new Part.RedactedThinking(block.requiredText("data")));
            default -> throw block.unsupported("type", "is a content block that only Anthropic's own servers read");
        }
    }

    private static Part image(Fields block) {
        if (block.has("transformations")) {
            throw block.unsupported("transformations", "is understood by Anthropic's own servers only");
        }
        return new Part.Image(media(block.required("source")), Optional.empty(), cache(block));
    }

    private static Media media(Fields source) {
        return switch (source.requiredText("type")) {
            case "base64" -> new Media.Inline(source.requiredText("media_type"), source.requiredText("data"));
            case "url" -> new Media.Url(source.requiredText("url"));
            case "file" -> throw source.unsupported("type", "names a file that only Anthropic's own servers hold");
            default -> throw source.invalid("type", "must be base64, url or file");
        };
    }

    /** A document of plain text is told as text, under its title. */
    private static void document(Fields block, List<Part> to) {
        Fields source = block.required("source");
        if (block.objectIfObject("citations").flatMap(it -> it.flag("enabled")).orElse(false)) {
            throw block.unsupported("citations", "are made by Anthropic's own servers only");
        }
        switch (source.requiredText("type")) {
            case "text" -> {
                heading(block).ifPresent(to::add);
                to.add(new Part.Text(source.requiredText("data"), cache(block)));
            }
            case "content" -> {
                heading(block).ifPresent(to::add);
                to.addAll(blocks(source, "content"));
            }
            default -> {
                block.text("context").map(Part.Text::of).ifPresent(to::add);
                to.add(new Part.Document(media(source), block.text("title"), cache(block)));
            }
        }
    }

    private static Optional<Part> heading(Fields block) {
        String heading = String.join(
                "\n",
                List.of(block.text("title").orElse(""), block.text("context").orElse("")));
        return Optional.of(heading.strip()).filter(it -> !it.isEmpty()).map(Part.Text::of);
    }

    private static Part call(Fields block) {
        return new Part.ToolCall(
                block.requiredText("id"),
                block.requiredText("name"),
                block.any("input").map(Json::text).orElse("{}"),
                block.objectIfObject(ForeignMarks.MEMBER)
                        .flatMap(extra -> extra.objectIfObject("google"))
                        .flatMap(google -> google.text("thought_signature")),
                cache(block));
    }

    private static Part result(Fields block) {
        return new Part.ToolResult(
                block.requiredText("tool_use_id"),
                checked(block, "content", part -> !isModels(part) && !(part instanceof Part.ToolResult)),
                block.flag("is_error").orElse(false),
                cache(block));
    }

    /** The part with a mark of its own; without a change where there is no place for one, or one already. */
    static Part marked(Part part, CacheMark mark) {
        if (part instanceof Part.Text it && it.cache().isEmpty()) {
            return new Part.Text(it.text(), Optional.of(mark));
        }
        if (part instanceof Part.Image it && it.cache().isEmpty()) {
            return new Part.Image(it.media(), it.detail(), Optional.of(mark));
        }
        if (part instanceof Part.Document it && it.cache().isEmpty()) {
            return new Part.Document(it.media(), it.name(), Optional.of(mark));
        }
        if (part instanceof Part.ToolResult it && it.cache().isEmpty()) {
            return new Part.ToolResult(it.callId(), it.content(), it.isError(), Optional.of(mark));
        }
        return part;
    }

    static Optional<CacheMark> cache(Fields block) {
        return block.objectIfObject("cache_control").map(mark -> new CacheMark(mark.text("ttl")));
    }
}
