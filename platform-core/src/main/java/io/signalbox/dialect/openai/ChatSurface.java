package io.signalbox.dialect.openai;

import io.signalbox.chat.AnswerHead;
import io.signalbox.chat.ChatResult;
import io.signalbox.chat.Reply;
import io.signalbox.chat.RequestScan;
import io.signalbox.chat.StreamWriter;
import io.signalbox.chat.Surface;
import io.signalbox.chat.UsageLine;
import io.signalbox.fault.Fault;
import io.vertx.core.buffer.Buffer;

/** {@code /v1/chat/completions}. */
public final class ChatSurface implements Surface {

    @Override
    public RequestScan read(Buffer body) {
        return CompletionScan.read(body);
    }

    @Override
    public Buffer whole(Reply reply, AnswerHead head, UsageLine usage) {
        return reply instanceof Completion completion
                ? completion.rendered(head.model(), usage)
                : CompletionWriter.write((ChatResult) reply, head, usage);
    }

    @Override
    public StreamWriter stream(AnswerHead head) {
        return new CompletionStreamWriter(head);
    }

    @Override
    public Buffer error(Fault fault, String requestId) {
        return OpenAiErrors.body(fault, requestId);
    }
}
