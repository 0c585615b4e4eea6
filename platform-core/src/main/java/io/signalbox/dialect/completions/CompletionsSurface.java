package io.signalbox.dialect.completions;

import io.signalbox.chat.AnswerHead;
import io.signalbox.chat.ChatResult;
import io.signalbox.chat.Reply;
import io.signalbox.chat.RequestScan;
import io.signalbox.chat.StreamWriter;
import io.signalbox.chat.Surface;
import io.signalbox.chat.UsageLine;
import io.signalbox.dialect.openai.OpenAiErrors;
import io.signalbox.fault.Fault;
import io.vertx.core.buffer.Buffer;

/** {@code /v1/completions}, by any chat model. */
public final class CompletionsSurface implements Surface {

    @Override
    public RequestScan read(Buffer body) {
        return PromptScan.read(body);
    }

    @Override
    public Buffer whole(Reply reply, AnswerHead head, UsageLine usage) {
        return TextAnswers.whole((ChatResult) reply, head, usage);
    }

    @Override
    public StreamWriter stream(AnswerHead head) {
        return new TextStreamWriter(head);
    }

    @Override
    public Buffer error(Fault fault, String requestId) {
        return OpenAiErrors.body(fault, requestId);
    }
}
