package io.signalbox.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.fault.FaultCode;
import io.signalbox.provider.Dialect;
import io.signalbox.provider.Exposure;
import io.signalbox.provider.ProviderReply;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Given this status and body, the attempt must have failed so. Built once, in one expression. */
public final class ErrorCase {

    private final int status;
    private final Buffer body;
    private final MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    private FaultCode code = FaultCode.INTERNAL;
    private boolean retriable;
    private Exposure exposure = Exposure.REFUSED;
    private Optional<Duration> retryAfter = Optional.empty();
    private @Nullable String quoted;
    private @Nullable String detailed;

    private ErrorCase(int status, Buffer body) {
        this.status = status;
        this.body = body;
    }

    public static ErrorCase of(int status, String body) {
        return new ErrorCase(status, Buffer.buffer(body));
    }

    public ErrorCase header(String name, String value) {
        headers.set(name, value);
        return this;
    }

    /** The caller's own mistake: nobody else is tried. */
    public ErrorCase isCallers(FaultCode expected) {
        code = expected;
        return this;
    }

    /** Worth another deployment. */
    public ErrorCase isRetriable(FaultCode expected) {
        code = expected;
        retriable = true;
        return this;
    }

    public ErrorCase exposes(Exposure expected) {
        exposure = expected;
        return this;
    }

    public ErrorCase waits(Duration expected) {
        retryAfter = Optional.of(expected);
        return this;
    }

    /** The caller is told {@code text}. */
    public ErrorCase quotes(String text) {
        quoted = text;
        return this;
    }

    /** The operator's detail holds {@code text}: the provider's request id, its code. */
    public ErrorCase details(String text) {
        detailed = text;
        return this;
    }

    String name() {
        String text = body.toString();
        return status + " " + text.substring(0, Math.min(100, text.length()));
    }

    FaultCode code() {
        return code;
    }

    void run(Dialect dialect) {
        // When
        ProviderReply.Failed failed = dialect.readError(status, headers, body);

        // Then
        assertThat(failed.fault().code()).isEqualTo(code);
        assertThat(failed.retriable()).isEqualTo(retriable);
        assertThat(failed.exposure()).isEqualTo(exposure);
        assertThat(failed.fault().retryAfter()).isEqualTo(retryAfter);
        if (quoted != null) {
            assertThat(failed.fault().publicMessage()).contains(quoted);
        }
        if (detailed != null) {
            assertThat(failed.fault().detail().orElse("")).contains(detailed);
        }
    }
}
