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
    private static final byte[] NOTHING = {};

    private final CompletionScanner scan;
    private final byte[] model;
    private final long limit;
    private final ChatQuirks quirks;
    private final ObjectSplice out;
    private final Buffer more = Buffer.buffer(0);

    private boolean named;
    private boolean limited;
    private boolean usageAsked;

    /** {@code limit} 0 changes no limit. */
    RequestSplice(CompletionScanner scan, String model, long limit, ChatQuirks quirks) {
        this.scan = scan;
        this.model = Json.quoted(model);
        this.limit = limit;
        this.quirks = quirks;
        this.out = new ObjectSplice(scan.body.bytes(), 0, scan.body.bytes().length, this.model.length + SPARE);
    }

    Buffer body() {
        scan.body.spliced().forEach(this::splice);
        addMissing();
        out.endMembers(scan.body.members(), scan.body.lastEnd(), more);
        return out.finish(scan.body.bytes().length);
    }

    private void splice(BodyPass.Spliced<CompletionScanner.Field> each) {
        CompletionScanner.Field field = each.field();
        Member member = each.member();
        switch (field) {
            case MODEL -> {
                out.replace(member, model);
                named = true;
            }
            case MODELS, SIGNALBOX -> out.drop(member);
            case STREAM_OPTIONS -> askForUsage(member);
            case MAX_COMPLETION_TOKENS -> lower(member, scan.maxCompletionTokens);
            case MAX_TOKENS -> lower(member, scan.maxTokens);
            case MESSAGES -> spliceMessage(member);
            case SEED -> rename(member, field.wireName(), quirks.seedName());
            case USER, STORE, METADATA, PROMPT_CACHE_KEY, SAFETY_IDENTIFIER -> dropIfRefused(member, field.wireName());
            default -> throw new IllegalStateException("not spliced: " + field);
        }
    }

    private void spliceMessage(Member place) {
        if (!scan.foreign.contains(place)) {
            out.replace(place, Json.quoted(quirks.developerRole()));
        } else if (quirks.refusesThoughts()) {
            out.replace(place, NOTHING);
        }
    }

    private void askForUsage(Member member) {
        if (!quirks.streamOptions()) {
            out.drop(member);
            return;
        }
        if (!scan.stream) {
            return;
        }
        usageAsked = true;
        if (!scan.streamOptions.isSettled()) {
            out.replace(member, scan.streamOptions.asking(scan.body.bytes()));
        }
    }

    private void lower(Member member, long own) {
        // A null is no limit, and must not stand beside the one that may be added.
        if (own == 0 || quirks.onlyLimitName()) {
            out.drop(member);
            return;
        }
        limited = true;
        if (limit > 0 && limit < own) {
            out.replace(member, Long.toString(limit).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void rename(Member member, String name, String wanted) {
        if (!wanted.equals(name)) {
            out.drop(member);
            key(wanted).appendBytes(scan.body.bytes(), member.valueStart(), member.valueEnd() - member.valueStart());
        }
    }

    private void dropIfRefused(Member member, String name) {
        if (quirks.refused().contains(name)) {
            out.drop(member);
        }
    }

    private void addMissing() {
        if (!named) {
            key("model").appendBytes(model);
        }
        long missing = missingLimit();
        if (missing > 0) {
            key(quirks.limitName()).appendString(Long.toString(missing));
        }
        if (scan.stream && !usageAsked && quirks.streamOptions()) {
            key("stream_options").appendBytes(StreamOptions.NONE.asking(scan.body.bytes()));
        }
    }

    /** The limit that must still be written: the wanted one, or the client's own that stood under a name the provider does not know. */
    private long missingLimit() {
        long own = quirks.onlyLimitName() ? scan.outputLimit() : 0;
        if (own > 0) {
            return limit > 0 ? Math.min(limit, own) : own;
        }
        return limited ? 0 : limit;
    }

    private Buffer key(String name) {
        return more.appendString(more.length() == 0 ? "\"" : ",\"")
                .appendString(name)
                .appendString("\":");
    }
}
