package io.signalbox.dialect.openai;

import io.signalbox.chat.BodyPass;
import io.signalbox.json.Json;
import io.signalbox.json.Member;
import io.signalbox.json.ObjectSplice;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** Writes a scanned request anew for one attempt. */
final class RequestSplice {

    private static final int SPARE = 128;

    private final CompletionScanner scan;
    private final byte[] model;
    private final long limit;
    private final ObjectSplice out;

    private boolean named;
    private boolean limited;
    private boolean usageAsked;

    /** {@code limit} 0 changes no limit. */
    RequestSplice(CompletionScanner scan, String model, long limit) {
        this.scan = scan;
        this.model = Json.quoted(model);
        this.limit = limit;
        this.out = new ObjectSplice(scan.body.bytes(), 0, scan.body.bytes().length, this.model.length + SPARE);
    }

    Buffer body(String limitName) {
        scan.body.spliced().forEach(this::splice);
        out.endMembers(scan.body.members(), scan.body.lastEnd(), missing(limitName));
        return out.finish(scan.body.bytes().length);
    }

    private void splice(BodyPass.Spliced<CompletionScanner.Field> each) {
        Member member = each.member();
        switch (each.field()) {
            case MODEL -> {
                out.replace(member, model);
                named = true;
            }
            case MODELS, SIGNALBOX -> out.drop(member);
            case STREAM_OPTIONS -> askForUsage(member);
            case MAX_COMPLETION_TOKENS -> lower(member, scan.maxCompletionTokens);
            case MAX_TOKENS -> lower(member, scan.maxTokens);
            default -> throw new IllegalStateException("not spliced: " + each.field());
        }
    }

    private void askForUsage(Member member) {
        if (!scan.stream) {
            return;
        }
        usageAsked = true;
        if (!scan.streamOptions.isSettled()) {
            out.replace(member, scan.streamOptions.asking(scan.body.bytes()));
        }
    }

    private void lower(Member member, long own) {
        if (own == 0) {
            // A null is no limit, and must not stand beside the one that may be added.
            out.drop(member);
            return;
        }
        limited = true;
        if (limit > 0 && limit < own) {
            out.replace(member, Long.toString(limit).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private Buffer missing(String limitName) {
        Buffer more = Buffer.buffer(0);
        if (!named) {
            key(more, "model").appendBytes(model);
        }
        if (!limited && limit > 0) {
            key(more, limitName).appendString(Long.toString(limit));
        }
        if (scan.stream && !usageAsked) {
            key(more, "stream_options").appendBytes(StreamOptions.NONE.asking(scan.body.bytes()));
        }
        return more;
    }

    private static Buffer key(Buffer more, String name) {
        return more.appendString(more.length() == 0 ? "\"" : ",\"")
                .appendString(name)
                .appendString("\":");
    }
}
