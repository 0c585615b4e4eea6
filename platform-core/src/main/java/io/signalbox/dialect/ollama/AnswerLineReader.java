package io.signalbox.dialect.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.Delta;
import io.signalbox.chat.Deltas;
import io.signalbox.chat.Piece;
import io.signalbox.money.TokenUsage;
import io.signalbox.provider.Frame;
import io.signalbox.provider.PieceReader;
import io.signalbox.provider.ProviderError;
import io.signalbox.provider.Refusal;
import io.signalbox.provider.Trees;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a stream of lines, the last of which says {@code "done":true} and holds the counts. Tool calls come whole, and their order is their number. */
final class AnswerLineReader implements PieceReader {

    private final String requestId;
    private int calls;
    private boolean done;

    AnswerLineReader(String requestId) {
        this.requestId = requestId;
    }

    @Override
    public boolean isEnd(Frame frame) {
        return false;
    }

    @Override
    public Piece read(Frame frame) {
        ObjectNode line = Trees.object(frame.data());
        if (line.hasNonNull("error")) {
            throw Refusal.inAnswer(ProviderError.read(Buffer.buffer(frame.data())));
        }
        List<Delta> deltas = new ArrayList<>(2);
        if (done) {
            return new Deltas(deltas, Optional.empty());
        }
        readMessage(line.path("message"), deltas);
        Answer.logprobs(line).ifPresent(it -> deltas.add(new Delta.Logprobs(0, it)));
        Optional<TokenUsage> usage = Optional.empty();
        if (line.path("done").asBoolean()) {
            done = true;
            usage = Answer.usage(line);
            deltas.add(new Delta.Finished(0, Answer.stop(line, calls > 0), Optional.empty()));
        }
        return new Deltas(deltas, usage);
    }

    @Override
    public boolean isComplete() {
        return done;
    }

    private void readMessage(JsonNode message, List<Delta> to) {
        String thoughts = message.path("thinking").asText("");
        if (!thoughts.isEmpty()) {
            to.add(new Delta.Thinking(0, thoughts));
        }
        String text = message.path("content").asText("");
        if (!text.isEmpty()) {
            to.add(new Delta.Text(0, text));
        }
        for (JsonNode each : message.path("tool_calls")) {
            int number = calls++;
            String name = each.path("function").path("name").asText("");
            to.add(new Delta.CallBegun(0, number, Answer.callId(each, requestId, number), name, Optional.empty()));
            to.add(new Delta.CallArguments(0, number, Answer.arguments(each)));
        }
    }
}
