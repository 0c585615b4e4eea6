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

/** {@code /v1/embeddings}. Vectors reach the client in the form it asked for, whichever its provider sends. */
public final class EmbeddingsSurface implements Surface {

    @Override
    public RequestScan read(Buffer body) {
        return InputScan.embeddings(body);
    }

    @Override
    public Buffer whole(Reply reply, AnswerHead head, UsageLine usage) {
        boolean base64 = ((InputScan) head.scan()).base64();
        if (reply instanceof InputAnswer answer && !answer.differsFrom(base64)) {
            return answer.rendered(head.model(), usage);
        }
        EmbeddingResult result = reply instanceof InputAnswer answer ? answer.result() : (EmbeddingResult) reply;
        return result.rendered(head, usage, base64);
    }

    @Override
    public StreamWriter stream(AnswerHead head) {
        throw new IllegalStateException("embeddings are not streamed");
    }

    @Override
    public Buffer error(Fault fault, String requestId) {
        return OpenAiErrors.body(fault, requestId);
    }
}
