package io.signalbox.dialect;

import io.signalbox.chat.AnswerHead;
import io.signalbox.chat.Piece;
import io.signalbox.chat.Reply;
import io.signalbox.chat.RequestScan;
import io.signalbox.chat.StreamWriter;
import io.signalbox.chat.Surface;
import io.signalbox.chat.UsageLine;
import io.signalbox.dialect.anthropic.MessagesSurface;
import io.signalbox.dialect.completions.CompletionsSurface;
import io.signalbox.dialect.openai.ChatSurface;
import io.signalbox.dialect.responses.ResponsesSurface;
import io.signalbox.fault.Fault;
import io.signalbox.money.TokenUsage;
import io.signalbox.provider.Dialect;
import io.signalbox.provider.Frame;
import io.signalbox.provider.PieceReader;
import io.signalbox.provider.ProviderCall;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a provider may not say, told to the clients of every surface: they get it, or a fault. */
final class HostileAnswer {

    private static final UsageLine USAGE = new UsageLine(TokenUsage.ofText(3, 2), Optional.empty(), false);
    private static final Map<Surface, String> SURFACES = Map.of(
            new ChatSurface(), "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
            new MessagesSurface(),
                    "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
            new ResponsesSurface(), "{\"model\":\"m\",\"input\":\"x\"}",
            new CompletionsSurface(), "{\"model\":\"m\",\"prompt\":\"x\"}");

    private HostileAnswer() {}

    static void whole(Dialect dialect, ProviderCall call, Buffer body) {
        try {
            Reply reply = dialect.readWhole(call, body);
            SURFACES.forEach((surface, asked) -> surface.whole(reply, head(surface, asked), USAGE));
        } catch (Fault expected) {
            return;
        } catch (RuntimeException other) {
            throw new AssertionError(body.toString(), other);
        }
    }

    static void streamed(Dialect dialect, ProviderCall call, Buffer body, Mangled mangled) {
        List<Frame> frames = new ArrayList<>();
        dialect.frames(frames::add).read(body.getBytes());
        PieceReader reader = dialect.pieces(call);
        List<StreamWriter> writers = new ArrayList<>();
        SURFACES.forEach((surface, asked) -> writers.add(surface.stream(head(surface, asked))));
        StringBuilder told = new StringBuilder();
        try {
            for (Frame each : frames) {
                Frame hostile = mangled(each, mangled);
                told.append(new String(hostile.data(), StandardCharsets.UTF_8)).append('\n');
                if (reader.isEnd(hostile)) {
                    break;
                }
                Piece piece = reader.read(hostile);
                writers.forEach(writer -> writer.write(piece, Buffer.buffer()));
            }
            writers.forEach(writer -> writer.finish(USAGE, "exact", Optional.empty(), Buffer.buffer()));
        } catch (Fault expected) {
            return;
        } catch (RuntimeException other) {
            throw new AssertionError(told.toString(), other);
        }
    }

    private static Frame mangled(Frame frame, Mangled mangled) {
        String data = new String(frame.data(), StandardCharsets.UTF_8);
        return data.startsWith("{") && mangled.isTurn()
                ? new Frame(frame.type(), mangled.of(data).getBytes(StandardCharsets.UTF_8))
                : frame;
    }

    private static AnswerHead head(Surface surface, String asked) {
        RequestScan scan = surface.read(Buffer.buffer(asked));
        return new AnswerHead("req_1", "m", Instant.EPOCH, scan);
    }
}
