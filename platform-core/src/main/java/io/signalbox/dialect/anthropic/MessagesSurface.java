package io.signalbox.dialect.anthropic;

import io.signalbox.chat.AnswerHead;
import io.signalbox.chat.ChatResult;
import io.signalbox.chat.Reply;
import io.signalbox.chat.RequestScan;
import io.signalbox.chat.StreamWriter;
import io.signalbox.chat.Surface;
import io.signalbox.chat.UsageLine;
import io.signalbox.fault.Fault;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/** {@code /v1/messages}, as Anthropic's SDKs speak it. */
public final class MessagesSurface implements Surface {

    @Override
    public RequestScan read(Buffer body) {
        return read(body, MultiMap.caseInsensitiveMultiMap());
    }

    @Override
    public RequestScan read(Buffer body, MultiMap headers) {
        return MessagesScan.read(body, headers);
    }

    /** Reads a request for a count of its tokens: as {@link #read}, but no output limit is needed, and nothing that is about the answer goes to the provider. */
    public RequestScan readCount(Buffer body, MultiMap headers) {
        return MessagesScan.readCount(body, headers);
    }

    @Override
    public Buffer whole(Reply reply, AnswerHead head, UsageLine usage) {
        return reply instanceof MessagesReply message
                ? message.rendered(head.model(), usage)
                : MessagesWriter.write((ChatResult) reply, head, usage);
    }

    @Override
    public StreamWriter stream(AnswerHead head) {
        return new MessagesStreamWriter(head);
    }

    @Override
    public Buffer error(Fault fault, String requestId) {
        return MessagesErrors.body(fault, requestId);
    }
}
