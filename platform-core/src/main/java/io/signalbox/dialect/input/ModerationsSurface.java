package io.signalbox.dialect.input;

import io.signalbox.chat.AnswerHead;
import io.signalbox.chat.Reply;
import io.signalbox.chat.RequestScan;
import io.signalbox.chat.StreamWriter;
import io.signalbox.chat.Surface;
import io.signalbox.chat.UsageLine;
import io.signalbox.dialect.openai.OpenAiErrors;
import io.signalbox.fault.Fault;
import io.vertx.core.buffer.Buffer;

/** {@code /v1/moderations}: OpenAI's alone, passed through. */
public final class ModerationsSurface implements Surface {

    /** OpenAI's own choice for a request that names no model. */
    private static final String MODEL = "omni-moderation-latest";

    @Override
    public RequestScan read(Buffer body) {
        return InputScan.moderations(body, MODEL);
    }

    @Override
    public Buffer whole(Reply reply, AnswerHead head, UsageLine usage) {
        return ((InputAnswer) reply).rendered(head.model(), usage);
    }

    @Override
    public StreamWriter stream(AnswerHead head) {
        throw new IllegalStateException("moderations are not streamed");
    }

    @Override
    public Buffer error(Fault fault, String requestId) {
        return OpenAiErrors.body(fault, requestId);
    }
}
