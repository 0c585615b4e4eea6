package io.signalbox.sandbox;

import io.signalbox.sandbox.Voice.Events;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is to be done for one request: {@code body} in one piece, or {@code stream}. {@code usage} is what all of it counts, {@code prompt}
 * included; {@code free} work is not billed.
 */
record SandboxJob(
        SandboxTarget target, SandboxUsage usage, boolean free, Supplier<Buffer> body, Optional<Stream> stream) {

    /** An answer to be sent as events of a content type. */
    record Stream(SandboxAnswer answer, Events events, String contentType) {}

    /** Something that is billed by its prompt alone. */
    static SandboxJob plain(SandboxTarget target, SandboxUsage prompt, Supplier<Buffer> body) {
        return new SandboxJob(target, prompt, false, body, Optional.empty());
    }

    static SandboxJob free(SandboxTarget target, Supplier<Buffer> body) {
        return new SandboxJob(target, SandboxUsage.NONE, true, body, Optional.empty());
    }

    static SandboxJob whole(SandboxAnswer answer, Supplier<Buffer> body) {
        return new SandboxJob(answer.request().target(), answer.usage(), false, body, Optional.empty());
    }

    static SandboxJob streamed(SandboxAnswer answer, Events events, String contentType) {
        return new SandboxJob(
                answer.request().target(),
                answer.usage(),
                false,
                Buffer::buffer,
                Optional.of(new Stream(answer, events, contentType)));
    }

    SandboxModel model() {
        return target.model();
    }

    /** The prompt's part of the usage. */
    SandboxUsage prompt() {
        return usage.producing(0, 0);
    }
}
