package io.signalbox.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.Delta;
import io.signalbox.chat.Deltas;
import io.signalbox.chat.Piece;
import io.signalbox.chat.StopReason;
import io.signalbox.money.TokenUsage;
import io.signalbox.provider.Frame;
import io.signalbox.provider.PieceReader;
import io.signalbox.provider.ProviderError;
import io.signalbox.provider.Refusal;
import io.signalbox.provider.Trees;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The events of a stream for a caller of another wire (https://platform.claude.com/docs/en/build-with-claude/streaming). The input of an
 * {@link AnthropicAnswerTool} is told as text; what else is said is then held back until it is certain that the tool was not called. Usage is told at the beginning, with
 * the prompt's counts, and at the end.
 */
final class AnthropicDeltaReader implements PieceReader {

    /** More blocks than any answer has. */
    private static final int BLOCKS_MAX = 4_096;

    private static final String STOP = "message_stop";
    private static final int STOP_BYTES_MAX = 256;

    private final String answerTool;
    private final StringBuilder held = new StringBuilder();
    private final Map<Integer, Block> blocks = new HashMap<>();
    private AnthropicUsage usage = AnthropicUsage.NONE;
    private int calls;
    private boolean answered;
    private boolean finished;

    /** A tool's input under way: of the caller's tool {@code call}, or of the answer tool. */
    private static final class Block {

        private static final int ANSWER = -1;

        private final int call;
        private final JsonNode input;
        private boolean told;

        Block(int call, JsonNode input) {
            this.call = call;
            this.input = input;
        }

        Delta piece(String text) {
            told = true;
            return call == ANSWER ? new Delta.Text(0, text) : new Delta.CallArguments(0, call, text);
        }
    }

    AnthropicDeltaReader(Optional<String> answerTool) {
        this.answerTool = answerTool.orElse("");
    }

    @Override
    public boolean isEnd(Frame frame) {
        return isStop(frame);
    }

    /** Whether it is {@code message_stop}, also where a proxy has dropped the events' names. */
    static boolean isStop(Frame frame) {
        return frame.type().equals(STOP)
                || frame.type().equals(Frame.MESSAGE)
                        && frame.data().length < STOP_BYTES_MAX
                        && new String(frame.data(), StandardCharsets.UTF_8).contains("\"" + STOP + "\"");
    }

    @Override
    public Piece read(Frame frame) {
        ObjectNode event = Trees.object(frame.data());
        List<Delta> deltas = new ArrayList<>(2);
        Optional<TokenUsage> counted = Optional.empty();
        switch (event.path("type").asText(frame.type())) {
            case "message_start" -> {
                usage = usage.with(event.path("message").path("usage"));
                counted = usage.tokens();
            }
            case "content_block_start" -> begin(event.path("index").asInt(), event.path("content_block"), deltas);
            case "content_block_delta" -> read(event.path("index").asInt(), event.path("delta"), deltas);
            case "content_block_stop" -> end(event.path("index").asInt(), deltas);
            case "message_delta" -> {
                usage = usage.with(event.path("usage"));
                counted = usage.tokens();
                finish(event.path("delta"), deltas);
            }
            case "error" -> throw Refusal.inAnswer(ProviderError.read(Buffer.buffer(frame.data())));
            default -> {
                // A ping, or an event of a later version.
            }
        }
        return new Deltas(deltas, counted);
    }

    @Override
    public boolean isComplete() {
        return finished;
    }

    private void begin(int index, JsonNode block, List<Delta> to) {
        switch (block.path("type").asText()) {
            case "text" -> say(block.path("text").asText(), to);
            case "thinking" ->
                think(block.path("thinking").asText(), block.path("signature").asText(), to);
            case "redacted_thinking" ->
                to.add(new Delta.RedactedThinking(0, block.path("data").asText()));
            case "tool_use" -> beginCall(index, block, to);
            default -> {
                // Of a tool that Anthropic runs itself, or of a later version.
            }
        }
    }

    private void beginCall(int index, JsonNode block, List<Delta> to) {
        String name = block.path("name").asText();
        boolean isAnswer = !answerTool.isEmpty() && name.equals(answerTool);
        if (isAnswer && answered || blocks.size() == BLOCKS_MAX) {
            return;
        }
        if (isAnswer) {
            answered = true;
            blocks.put(index, new Block(Block.ANSWER, block.path("input")));
            return;
        }
        blocks.put(index, new Block(calls, block.path("input")));
        to.add(new Delta.CallBegun(0, calls++, block.path("id").asText(), name, Optional.empty()));
    }

    private void read(int index, JsonNode delta, List<Delta> to) {
        switch (delta.path("type").asText()) {
            case "text_delta" -> say(delta.path("text").asText(), to);
            case "thinking_delta" -> think(delta.path("thinking").asText(), "", to);
            case "signature_delta" -> think("", delta.path("signature").asText(), to);
            case "input_json_delta" -> {
                Block block = blocks.get(index);
                String piece = delta.path("partial_json").asText();
                if (block != null && !piece.isEmpty()) {
                    to.add(block.piece(piece));
                }
            }
            default -> {
                // Citations, or a delta of a later version.
            }
        }
    }

    private void say(String text, List<Delta> to) {
        if (text.isEmpty()) {
            return;
        }
        if (answerTool.isEmpty()) {
            to.add(new Delta.Text(0, text));
        } else {
            held.append(text);
        }
    }

    private static void think(String text, String signature, List<Delta> to) {
        if (!text.isEmpty()) {
            to.add(new Delta.Thinking(0, text));
        }
        if (!signature.isEmpty()) {
            to.add(new Delta.Signature(0, signature));
        }
    }

    /** A call without arguments has an empty object; some speakers send the whole input at its beginning. */
    private void end(int index, List<Delta> to) {
        Block block = blocks.remove(index);
        if (block != null && !block.told) {
            to.add(block.piece(AnthropicReader.arguments(block.input)));
        }
    }

    private void finish(JsonNode delta, List<Delta> to) {
        if (finished || !delta.path("stop_reason").isTextual()) {
            return;
        }
        finished = true;
        StopReason stop = AnthropicStops.read(delta.path("stop_reason").asText());
        if (answered) {
            stop = AnthropicReader.afterAnswer(stop, calls > 0);
        } else if (held.length() > 0) {
            to.add(new Delta.Text(0, held.toString()));
        }
        to.add(new Delta.Finished(0, stop, AnthropicReader.stopSequence(delta)));
    }
}
