package io.signalbox.dialect.responses;

import io.signalbox.chat.BodyPass;
import io.signalbox.json.Json;
import io.signalbox.json.Member;
import io.signalbox.json.ObjectSplice;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes a scanned request anew for one attempt. Whatever the client said, the provider is told to store nothing: what it kept could be found
 * neither by another provider nor by the tenant's own rules.
 */
final class RequestSplice {

    private static final int SPARE = 160;
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] QUOTED_THOUGHTS = Json.quoted(RequestScanner.THOUGHTS);

    private final RequestScanner scan;
    private final byte[] bytes;
    private final byte[] model;
    private final long limit;
    private final boolean wantsThoughts;
    private final ObjectSplice out;

    private boolean named;
    private boolean limited;
    private boolean unstored;
    private boolean included;

    /** {@code limit} 0 changes no limit; with {@code wantsThoughts} reasoning is asked for in the form that can be given back. */
    RequestSplice(RequestScanner scan, String model, long limit, boolean wantsThoughts) {
        this.scan = scan;
        this.bytes = scan.body.bytes();
        this.model = Json.quoted(model);
        this.limit = limit;
        this.wantsThoughts = wantsThoughts;
        this.out = new ObjectSplice(bytes, 0, bytes.length, this.model.length + SPARE);
    }

    /** The request with {@code items}, a JSON list, before its own input, and without the response it goes on from. */
    static Buffer continued(RequestScanner scan, Buffer items) {
        byte[] bytes = scan.body.bytes();
        ObjectSplice out = new ObjectSplice(bytes, 0, bytes.length, items.length() + SPARE);
        Buffer input = joined(scan, items);
        boolean given = false;
        for (BodyPass.Spliced<RequestField> each : scan.body.spliced()) {
            if (each.field() == RequestField.INPUT) {
                out.replace(each.member(), input.getBytes());
                given = true;
            } else if (each.field() == RequestField.PREVIOUS_RESPONSE_ID) {
                out.drop(each.member());
            }
        }
        Buffer more = given ? Buffer.buffer(0) : key(Buffer.buffer(), "input").appendBuffer(input);
        out.endMembers(scan.body.members(), scan.body.lastEnd(), more);
        return out.finish(bytes.length);
    }

    private static Buffer joined(RequestScanner scan, Buffer items) {
        Buffer list = items.getBuffer(0, items.length() - 1);
        InputMeter own = scan.input;
        if (own != null && own.items() > 0) {
            list.appendString(items.length() > "[]".length() ? "," : "");
            if (own.isText()) {
                list.appendString("{\"type\":\"message\",\"role\":\"user\",\"content\":")
                        .appendBytes(scan.body.bytes(), own.start(), own.end() - own.start())
                        .appendString("}");
            } else {
                list.appendBytes(scan.body.bytes(), own.start() + 1, own.lastEnd() - own.start() - 1);
            }
        }
        return list.appendString("]");
    }

    Buffer body() {
        scan.body.spliced().forEach(this::splice);
        out.endMembers(scan.body.members(), scan.body.lastEnd(), missing());
        return out.finish(bytes.length);
    }

    private void splice(BodyPass.Spliced<RequestField> each) {
        Member member = each.member();
        switch (each.field()) {
            case MODEL -> {
                out.replace(member, model);
                named = true;
            }
            case MODELS, SIGNALBOX, PREVIOUS_RESPONSE_ID -> out.drop(member);
            case INPUT -> readable(member);
            case MAX_OUTPUT_TOKENS -> lower(member);
            case STORE -> {
                out.replace(member, FALSE);
                unstored = true;
            }
            case INCLUDE -> include(member);
            default -> throw new IllegalStateException("not spliced: " + each.field());
        }
    }

    private void readable(Member member) {
        InputMeter input = scan.input;
        if (input == null || input.foreign().isEmpty()) {
            return;
        }
        ObjectSplice items = new ObjectSplice(bytes, input.start(), input.end(), 0);
        input.foreign().forEach(items::drop);
        items.endMembers(input.items(), input.lastEnd(), Buffer.buffer(0));
        out.replace(member, items.finish(input.end()).getBytes());
    }

    private void lower(Member member) {
        if (scan.outputLimit == 0) {
            // A null is no limit, and must not stand beside the one that may be added.
            out.drop(member);
            return;
        }
        limited = true;
        if (limit > 0 && limit < scan.outputLimit) {
            out.replace(member, Long.toString(limit).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void include(Member member) {
        included = true;
        if (!wantsThoughts || scan.includes.thoughts()) {
            return;
        }
        Buffer list = Buffer.buffer();
        if (scan.includes.count() == 0) {
            list.appendString("[");
        } else {
            int close = member.valueEnd() - 1;
            list.appendBytes(Arrays.copyOfRange(bytes, member.valueStart(), close))
                    .appendString(",");
        }
        out.replace(member, list.appendBytes(QUOTED_THOUGHTS).appendString("]").getBytes());
    }

    private Buffer missing() {
        Buffer more = Buffer.buffer(0);
        if (!named) {
            key(more, "model").appendBytes(model);
        }
        if (!limited && limit > 0) {
            key(more, "max_output_tokens").appendString(Long.toString(limit));
        }
        if (!unstored) {
            key(more, "store").appendBytes(FALSE);
        }
        if (wantsThoughts && !included) {
            key(more, "include").appendString("[").appendBytes(QUOTED_THOUGHTS).appendString("]");
        }
        return more;
    }

    private static Buffer key(Buffer more, String name) {
        return more.appendString(more.length() == 0 ? "\"" : ",\"")
                .appendString(name)
                .appendString("\":");
    }
}
