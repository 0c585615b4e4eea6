package io.signalbox.dialect.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.signalbox.chat.AnswerHead;
import io.signalbox.chat.ChatResult;
import io.signalbox.chat.Reply;
import io.signalbox.chat.RequestScan;
import io.signalbox.chat.StreamWriter;
import io.signalbox.chat.Surface;
import io.signalbox.chat.UsageLine;
import io.signalbox.dialect.openai.OpenAiErrors;
import io.signalbox.fault.Fault;
import io.signalbox.json.Json;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** {@code /v1/responses}. */
public final class ResponsesSurface implements Surface {

    @Override
    public RequestScan read(Buffer body) {
        return ResponsesScan.read(body);
    }

    @Override
    public Buffer whole(Reply reply, AnswerHead head, UsageLine usage) {
        if (reply instanceof ResponsesReply response) {
            ResponsesScan scan = (ResponsesScan) head.scan();
            return response.rendered(
                    new ResponseScan.Told(head.model(), scan.isKept(), scan.continued(), Optional.of(usage)));
        }
        ChatResult.Choice choice = ((ChatResult) reply).choices().get(0);
        ArrayNode output = OutputItems.of(head.requestId(), choice.parts(), choice.stop(), choice.logprobs());
        return Json.write(new ResponseObject(head).ended(choice.stop(), output, usage));
    }

    @Override
    public StreamWriter stream(AnswerHead head) {
        return new ResponseStreamWriter(head);
    }

    @Override
    public Buffer error(Fault fault, String requestId) {
        return OpenAiErrors.body(fault, requestId);
    }
}
