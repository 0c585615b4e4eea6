package io.signalbox.api.manage.http;

import io.signalbox.audit.Acting;
import io.signalbox.audit.Actor;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.key.AdminCaller;
import io.signalbox.tenant.TenantId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An admitted request as endpoints see it. The tenant is the token's; nothing that is sent can say otherwise. */
public final class ManageRequest {

    private static final Pattern ID = Pattern.compile("[a-z]{2,5}_[0-9A-Za-z]{1,56}");
    private static final Pattern STRONG_TAG = Pattern.compile("\"([0-9]{1,18})\"");

    private final RoutingContext context;
    private final String requestId;
    private final @Nullable AdminCaller caller;
    private final Buffer body;

    ManageRequest(RoutingContext context, String requestId, @Nullable AdminCaller caller, Buffer body) {
        this.context = context;
        this.requestId = requestId;
        this.caller = caller;
        this.body = body;
    }

    /** Fails on a route that is open to all. */
    public AdminCaller caller() {
        if (caller == null) {
            throw new IllegalStateException("an open route has no caller");
        }
        return caller;
    }

    public TenantId tenant() {
        return caller().tenant();
    }

    /** For the audit trail. */
    public Acting acting() {
        return new Acting(tenant(), Actor.ofAdminToken(caller().token().value()), requestId);
    }

    /** The path's {@code {id}}; what cannot be one names nothing, and so is not found. */
    public <T> T id(Function<String, T> read) {
        return readId(param("id"), read).orElseThrow(ManageRequest::notFound);
    }

    /** Reads an id that came from outside; empty when it has not even the form of one. */
    public static <T> Optional<T> readId(String text, Function<String, T> read) {
        if (!ID.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(read.apply(text));
        } catch (IllegalArgumentException otherKind) {
            return Optional.empty();
        }
    }

    /** A path parameter as it was sent, decoded. */
    public String param(String name) {
        return Optional.ofNullable(context.pathParam(name)).orElse("");
    }

    /** Whether the caller's first choice of a form is {@code mediaType}. */
    public boolean prefers(String mediaType) {
        return context.parsedHeaders().accept().stream()
                .findFirst()
                .filter(first -> mediaType.equalsIgnoreCase(first.component() + "/" + first.subComponent()))
                .isPresent();
    }

    public QueryFields query() {
        return new QueryFields(context.queryParams());
    }

    /** Fails with {@code INVALID_JSON} unless the body is one JSON object, or nothing. */
    public BodyFields fields() {
        return BodyFields.read(body);
    }

    /** The version in {@code If-Match}; fails with {@code IF_MATCH_REQUIRED} without one. */
    public long ifMatch() {
        String tag = context.request().getHeader(HttpHeaders.IF_MATCH);
        if (tag == null) {
            throw Fault.of(
                    FaultCode.IF_MATCH_REQUIRED,
                    "Send If-Match with the ETag you read, so that nobody's change is overwritten unseen.");
        }
        var matched = STRONG_TAG.matcher(tag.strip());
        if (!matched.matches()) {
            throw Fault.of(FaultCode.VERSION_CONFLICT, "If-Match is not an ETag of this object.");
        }
        return Long.parseLong(matched.group(1));
    }

    /** Scheme, host and port as the caller reached us. */
    public String baseUrl() {
        return context.request().scheme() + "://" + context.request().authority();
    }

    /** What is said of another tenant's object, and of one that never was. */
    public static Fault notFound() {
        return Fault.of(FaultCode.NOT_FOUND, "There is no such object.");
    }
}
