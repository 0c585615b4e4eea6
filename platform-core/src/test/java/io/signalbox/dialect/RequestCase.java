package io.signalbox.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.catalog.Provider;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.json.Json;
import io.signalbox.provider.Dialect;
import io.signalbox.provider.Outbound;
import io.signalbox.provider.ProviderCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** Given this request, what goes out must be so. Built once, in one expression. */
public final class RequestCase implements ContractCase {

    private final String name;
    private final Set<Aspect> aspects;
    private final List<BiConsumer<ProviderCall, Outbound>> checks = new ArrayList<>();
    private Asked asked = Asked.PLAIN;
    private FaultCode refusal = FaultCode.INTERNAL;
    private String param = "";

    private RequestCase(String name, Set<Aspect> aspects) {
        this.name = name;
        this.aspects = aspects;
    }

    public static RequestCase of(String name, Aspect... aspects) {
        return new RequestCase(name, Set.of(aspects));
    }

    public RequestCase asks(Asked request) {
        asked = request;
        return this;
    }

    /** As {@link Asked#of}. */
    public RequestCase asks(String body) {
        return asks(Asked.of(body));
    }

    /** The whole body, as a tree. */
    public RequestCase writes(String json) {
        checks.add((call, out) -> assertSame(read(out.body().toString()), json));
        return this;
    }

    /** The value at a JSON pointer: {@code /messages/0/content}. */
    public RequestCase writes(String pointer, String json) {
        checks.add((call, out) -> assertSame(read(out.body().toString()).at(pointer), json));
        return this;
    }

    /** Nothing stands at a JSON pointer. */
    public RequestCase omits(String pointer) {
        checks.add((call, out) -> assertThat(
                        read(out.body().toString()).at(pointer).isMissingNode())
                .as(pointer + " is missing")
                .isTrue());
        return this;
    }

    /** The path and query with the base URL's path. */
    public RequestCase path(String path) {
        checks.add((call, out) ->
                assertThat(call.deployment().origin().basePath() + out.path()).isEqualTo(path));
        return this;
    }

    public RequestCase header(String header, String value) {
        checks.add((call, out) -> assertThat(out.headers().get(header)).isEqualTo(value));
        return this;
    }

    public RequestCase noHeader(String header) {
        checks.add((call, out) -> assertThat(out.headers().contains(header)).isFalse());
        return this;
    }

    /** For what no other method says. */
    public RequestCase check(BiConsumer<ProviderCall, Outbound> check) {
        checks.add(check);
        return this;
    }

    /** The request cannot be told, and the fault names the parameter. */
    public RequestCase refuses(FaultCode code, String parameter) {
        refusal = code;
        param = parameter;
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<Aspect> aspects() {
        return aspects;
    }

    void run(Dialect dialect, Provider provider) {
        // Given
        ProviderCall call = asked.call(provider);
        if (!param.isEmpty()) {
            assertThatThrownBy(() -> dialect.write(call)).isInstanceOfSatisfying(Fault.class, fault -> {
                assertThat(fault.code()).isEqualTo(refusal);
                assertThat(fault.param()).contains(param);
            });
            return;
        }

        // When
        Outbound out = dialect.write(call);

        // Then
        assertThat(checks).as("expectations of " + name).isNotEmpty();
        checks.forEach(each -> each.accept(call, out));
        assertThat(out.path()).startsWith("/").doesNotContain("secret-key");
        assertThat(out.body().toString()).doesNotContain("secret-key");
    }

    private static void assertSame(JsonNode actual, String expected) {
        JsonNode wanted = read(expected);
        if (!wanted.equals(actual)) {
            assertThat(actual.toPrettyString()).isEqualTo(wanted.toPrettyString());
        }
    }

    private static JsonNode read(String json) {
        try {
            return Json.read(json);
        } catch (IOException invalid) {
            throw new UncheckedIOException("no JSON: " + json, invalid);
        }
    }
}
