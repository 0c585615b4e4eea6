package io.signalbox.dialect.responses;

import io.signalbox.chat.Reply;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.json.JsonCursor;
import io.signalbox.money.ServiceTier;
import io.signalbox.money.TokenUsage;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Optional;

/** A whole response of a provider, kept as its bytes: everything but what Signalbox knows better reaches the client untouched. */
final class ResponsesReply implements Reply {

    private final ResponseScan scan;

    private ResponsesReply(ResponseScan scan) {
        this.scan = scan;
    }

    /** Reads a response in one pass; fails with {@code PROVIDER_MALFORMED} when it is no JSON object, has no output or failed. */
    static ResponsesReply read(Buffer body) {
        ResponseScan scan;
        try {
            scan = ResponseScan.read(body.getBytes());
        } catch (IOException malformed) {
            throw malformed("the provider's answer is not valid JSON", malformed);
        }
        if (!scan.hasOutput() || scan.status().equals("failed")) {
            throw Fault.of(FaultCode.PROVIDER_MALFORMED, "the provider's answer holds no output");
        }
        return new ResponsesReply(scan);
    }

    static Fault malformed(String message, IOException cause) {
        return Fault.with(FaultCode.PROVIDER_MALFORMED, message)
                .detail(JsonCursor.place(cause))
                .build();
    }

    @Override
    public Optional<TokenUsage> usage() {
        return scan.usage();
    }

    @Override
    public Optional<ServiceTier> serviceTier() {
        return scan.serviceTier();
    }

    @Override
    public long outputBytes() {
        return scan.outputBytes();
    }

    /** The response for the client. */
    Buffer rendered(ResponseScan.Told told) {
        return scan.rendered(told);
    }
}
