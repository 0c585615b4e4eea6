package io.signalbox.fault;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one exception. {@code publicMessage} may be shown to any caller and holds no secret, prompt or provider body; {@code detail} is for
 * logs only. Carries a stack trace only for {@link FaultCode#INTERNAL}.
 */
public final class Fault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final FaultCode code;
    private final transient Map<String, Object> metadata;
    private final @Nullable String param;
    private final @Nullable String detail;
    private final @Nullable Duration retryAfter;

    private Fault(Builder from) {
        super(from.publicMessage, from.cause, false, from.code == FaultCode.INTERNAL);
        this.code = from.code;
        this.metadata = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(from.metadata));
        this.param = from.param;
        this.detail = from.detail;
        this.retryAfter = from.retryAfter;
    }

    public static Fault of(FaultCode code, String publicMessage) {
        return new Builder(code, publicMessage).build();
    }

    public static Builder with(FaultCode code, String publicMessage) {
        return new Builder(code, publicMessage);
    }

    public FaultCode code() {
        return code;
    }

    public String publicMessage() {
        return String.valueOf(getMessage());
    }

    /** The request parameter at fault, as OpenAI's {@code param}. */
    public Optional<String> param() {
        return Optional.ofNullable(param);
    }

    public Optional<String> detail() {
        return Optional.ofNullable(detail);
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** Public, JSON-ready extras: strings, numbers, booleans, lists and maps of them; values may be null. */
    public Map<String, Object> metadata() {
        return metadata;
    }

    /** Collects a fault's optional parts. */
    public static final class Builder {

        private final FaultCode code;
        private final String publicMessage;
        private final Map<String, Object> metadata = new LinkedHashMap<>();
        private @Nullable String param;
        private @Nullable String detail;
        private @Nullable Throwable cause;
        private @Nullable Duration retryAfter;

        private Builder(FaultCode code, String publicMessage) {
            this.code = code;
            this.publicMessage = publicMessage;
        }

        public Builder param(String name) {
            this.param = name;
            return this;
        }

        public Builder detail(String text) {
            this.detail = text;
            return this;
        }

        public Builder cause(Throwable thrown) {
            this.cause = thrown;
            return this;
        }

        public Builder retryAfter(Duration pause) {
            this.retryAfter = pause;
            return this;
        }

        public Builder metadata(String name, @Nullable Object value) {
            metadata.put(name, value);
            return this;
        }

        public Fault build() {
            return new Fault(this);
        }
    }
}
