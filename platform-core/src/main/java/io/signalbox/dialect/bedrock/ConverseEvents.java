package io.signalbox.dialect.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.Delta;
import io.signalbox.chat.Deltas;
import io.signalbox.chat.Piece;
import io.signalbox.chat.StopReason;
import io.signalbox.chat.Tool;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.money.TokenUsage;
import io.signalbox.provider.Frame;
import io.signalbox.provider.PieceReader;
import io.signalbox.provider.Trees;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The events of ConverseStream (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStreamOutput.html). Calls are counted from 0,
 * whatever their blocks are numbered. The answer is complete with {@code metadata}, which comes last and holds the usage. When the answer was asked for as a
 * call of {@link AnswerTool}, text is held back until it is known whether the call comes.
 */
final class ConverseEvents implements PieceReader {

    /** More calls than any model makes. */
    private static final int CALLS_MAX = 1_024;

    private static final int HELD_CHARS_MAX = 4 << 20;

    private final String answerTool;
    private final Map<Integer, Call> calls = new HashMap<>();
    private final StringBuilder heldText = new StringBuilder();
    private int called;
    private boolean answered;
    private boolean stopped;
    private boolean complete;

    /** {@code number} is the call's own, {@link #ANSWER} for the answer in JSON. */
    private static final class Call {

        static final int ANSWER = -1;

        private final int number;
        private boolean hasArguments;

        Call(int number) {
            this.number = number;
        }
    }

    ConverseEvents(Optional<Tool> answerTool) {
        this.answerTool = answerTool.map(Tool::name).orElse("");
    }

    @Override
    public boolean isEnd(Frame frame) {
        return false;
    }

    @Override
    public Piece read(Frame frame) {
        if (BedrockErrors.isError(frame.type())) {
            throw BedrockErrors.inStream(frame);
        }
        ObjectNode event = Trees.object(frame.data());
        List<Delta> deltas = new ArrayList<>(2);
        Optional<TokenUsage> usage = Optional.empty();
        switch (frame.type()) {
            case "contentBlockStart" -> begin(event, deltas);
            case "contentBlockDelta" -> add(event, deltas);
            case "contentBlockStop" -> end(event, deltas);
            case "messageStop" -> stop(event, deltas);
            case "metadata" -> {
                usage = ConverseUsage.read(event.path("usage"));
                complete = stopped;
            }
            default -> {
                // messageStart says nothing, and what is not known yet is no output.
            }
        }
        return new Deltas(deltas, usage);
    }

    @Override
    public boolean isComplete() {
        return complete;
    }

    private static int block(JsonNode event) {
        return event.path("contentBlockIndex").asInt(0);
    }

    private void begin(JsonNode event, List<Delta> to) {
        JsonNode use = event.path("start").path("toolUse");
        if (!use.isObject() || calls.size() == CALLS_MAX) {
            return;
        }
        String name = use.path("name").asText("");
        if (!answerTool.isEmpty() && answerTool.equals(name)) {
            beginAnswer(block(event));
            return;
        }
        releaseText(to);
        calls.put(block(event), new Call(called));
        to.add(new Delta.CallBegun(0, called, use.path("toolUseId").asText(""), name, Optional.empty()));
        called++;
    }

    private void beginAnswer(int block) {
        if (!answered) {
            answered = true;
            heldText.setLength(0);
            calls.put(block, new Call(Call.ANSWER));
        }
    }

    private void add(JsonNode event, List<Delta> to) {
        JsonNode delta = event.path("delta");
        if (delta.path("text").isTextual()) {
            addText(delta.path("text").textValue(), to);
        } else if (delta.path("toolUse").path("input").isTextual()) {
            addArguments(block(event), delta.path("toolUse").path("input").textValue(), to);
        } else if (delta.path("reasoningContent").isObject()) {
            addThought(delta.path("reasoningContent"), to);
        }
    }

    private void addText(String text, List<Delta> to) {
        if (text.isEmpty() || answered) {
            return;
        }
        if (!answerTool.isEmpty()) {
            if (heldText.length() + text.length() > HELD_CHARS_MAX) {
                throw Fault.of(FaultCode.PROVIDER_MALFORMED, "the provider's answer is larger than any model's");
            }
            heldText.append(text);
        } else {
            to.add(new Delta.Text(0, text));
        }
    }

    private void releaseText(List<Delta> to) {
        if (heldText.length() > 0) {
            to.add(new Delta.Text(0, heldText.toString()));
            heldText.setLength(0);
        }
    }

    private void addArguments(int block, String piece, List<Delta> to) {
        Call call = calls.get(block);
        if (call != null && !piece.isEmpty()) {
            call.hasArguments = true;
            to.add(
                    call.number == Call.ANSWER
                            ? new Delta.Text(0, piece)
                            : new Delta.CallArguments(0, call.number, piece));
        }
    }

    private static void addThought(JsonNode thought, List<Delta> to) {
        if (thought.path("text").isTextual()) {
            if (!thought.path("text").textValue().isEmpty()) {
                to.add(new Delta.Thinking(0, thought.path("text").textValue()));
            }
        } else if (thought.path("signature").isTextual()) {
            to.add(new Delta.Signature(0, thought.path("signature").textValue()));
        } else if (thought.path("redactedContent").isTextual()) {
            to.add(new Delta.RedactedThinking(0, thought.path("redactedContent").textValue()));
        }
    }

    /** A call without arguments comes without a delta; its arguments are an empty object nevertheless. */
    private void end(JsonNode event, List<Delta> to) {
        Call call = calls.get(block(event));
        if (call != null && !call.hasArguments) {
            addArguments(block(event), "{}", to);
        }
    }

    private void stop(JsonNode event, List<Delta> to) {
        if (stopped) {
            return;
        }
        stopped = true;
        releaseText(to);
        StopReason reason = StopReasons.read(event.path("stopReason").asText(""));
        JsonNode sequence = event.path("additionalModelResponseFields").path("stop_sequence");
        to.add(new Delta.Finished(
                0,
                answered && called == 0 && reason == StopReason.TOOL_CALLS ? StopReason.STOP : reason,
                sequence.isTextual() ? Optional.of(sequence.textValue()) : Optional.empty()));
    }
}
