package io.signalbox.dialect.anthropic;

import io.signalbox.chat.BodyPass;
import io.signalbox.json.Json;
import io.signalbox.json.Member;
import io.signalbox.json.ObjectSplice;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** Writes a scanned request anew for one attempt at a provider of the same wire. */
final class MessagesSplice {

    private static final int SPARE = 64;

    private final MessagesScanner scan;
    private final byte[] model;
    private final ObjectSplice out;
    private boolean named;

    MessagesSplice(MessagesScanner scan, String model) {
        this.scan = scan;
        this.model = Json.quoted(model);
        this.out = new ObjectSplice(bytes(), 0, bytes().length, this.model.length + SPARE);
    }

    /** For an answer of at most {@code limit} tokens; 0 leaves the client's own limit alone. */
    Buffer body(long limit) {
        scan.body.spliced().forEach(each -> splice(each, limit));
        return finish();
    }

    /** For a count of the prompt's tokens, which takes nothing that is about the answer or the caller. */
    Buffer countBody() {
        for (BodyPass.Spliced<MessagesField> each : scan.body.spliced()) {
            switch (each.field()) {
                case MAX_TOKENS, METADATA, STREAM -> out.drop(each.member());
                default -> splice(each, 0);
            }
        }
        return finish();
    }

    private void splice(BodyPass.Spliced<MessagesField> each, long limit) {
        Member member = each.member();
        switch (each.field()) {
            case MODEL -> {
                out.replace(member, model);
                named = true;
            }
            case MODELS, SIGNALBOX -> out.drop(member);
            case MAX_TOKENS -> lower(member, limit);
            case THINKING -> {
                if (scan.leavesOutThinking()) {
                    out.drop(member);
                } else if (limit > 0 && scan.thinking.exceeds(limit)) {
                    out.replace(member, scan.thinking.within(limit, bytes()));
                }
            }
            case METADATA -> {
                if (scan.metadata.hasTask()) {
                    out.replace(member, scan.metadata.withoutTask(bytes()));
                }
            }
            case CONTEXT_MANAGEMENT -> {
                if (scan.leavesOutThinking() && !scan.thinkingEdits.isEmpty()) {
                    out.replace(
                            member, scan.thinkingEdits.removedFrom(bytes(), member.valueStart(), member.valueEnd()));
                }
            }
            case MESSAGES -> {
                if (!scan.marks.isEmpty()) {
                    out.replace(member, scan.marks.removedFrom(bytes(), member.valueStart(), member.valueEnd()));
                }
            }
            case STREAM -> {
                // Stays as it is.
            }
            default -> throw new IllegalStateException("not spliced: " + each.field());
        }
    }

    private void lower(Member member, long limit) {
        if (limit > 0 && limit < scan.maxTokens) {
            out.replace(member, Long.toString(limit).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private Buffer finish() {
        Buffer more = named ? Buffer.buffer(0) : Buffer.buffer("\"model\":").appendBytes(model);
        out.endMembers(scan.body.members(), scan.body.lastEnd(), more);
        return out.finish(bytes().length);
    }

    private byte[] bytes() {
        return scan.body.bytes();
    }
}
