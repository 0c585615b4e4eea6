package io.signalbox.dialect.bedrock;

import io.signalbox.chat.Reply;
import io.signalbox.credential.Origin;
import io.signalbox.dialect.openai.OpenAiDialect;
import io.signalbox.provider.Dialect;
import io.signalbox.provider.Frame;
import io.signalbox.provider.FrameReader;
import io.signalbox.provider.Outbound;
import io.signalbox.provider.PieceReader;
import io.signalbox.provider.ProviderCall;
import io.signalbox.provider.ProviderReply;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Amazon Bedrock's Converse and ConverseStream. A credential's secret is a Bedrock API key, sent as a bearer token, or an {@link AwsKey}, which signs the
 * request. The region of a signature is the one in the host, else the provider's quirk {@code region}.
 */
public final class BedrockDialect implements Dialect {

    private static final String EVENT_STREAM = "application/vnd.amazon.eventstream";
    private static final String JSON = "application/json";
    private static final String HOST_PREFIX = "bedrock-runtime";
    private static final String REGION = "us-east-1";
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    @Override
    public Outbound write(ProviderCall call) {
        String model = AwsSigner.encoded(call.deployment().upstreamModel(), "");
        String path = "/model/" + model + (call.stream() ? "/converse-stream" : "/converse");
        Buffer body = ConverseWriter.body(call);
        return new Outbound(path, headers(call, path, body), body);
    }

    private static MultiMap headers(ProviderCall call, String path, Buffer body) {
        Optional<AwsKey> key = call.secret().flatMap(AwsKey::of);
        MultiMap headers = key.isPresent() ? HttpHeaders.headers() : OpenAiDialect.bearer(call);
        headers.set(HttpHeaders.CONTENT_TYPE, JSON);
        key.ifPresent(it -> sign(call, path, body, it, headers));
        return headers.set(HttpHeaders.ACCEPT, call.stream() ? EVENT_STREAM : JSON);
    }

    private static void sign(ProviderCall call, String path, Buffer body, AwsKey key, MultiMap headers) {
        Origin origin = call.deployment().origin();
        byte[] bytes = body.getBytes();
        headers.set(HttpHeaders.HOST, host(origin)).set("x-amz-content-sha256", AwsSigner.hash(bytes));
        String region = region(origin.host()).orElseGet(() -> call.provider().quirk("region", REGION));
        new AwsSigner(region, "bedrock").sign("POST", origin.basePath() + path, headers, bytes, key, call.at());
    }

    private static String host(Origin origin) {
        boolean usual = origin.port() == (origin.tls() ? HTTPS : HTTP);
        return usual ? origin.host() : origin.host() + ":" + origin.port();
    }

    /** The label after {@code bedrock-runtime} or {@code bedrock-runtime-fips}, behind a private link as well. */
    private static Optional<String> region(String host) {
        String[] labels = host.split("\\.");
        for (int i = 0; i + 1 < labels.length; i++) {
            if (labels[i].startsWith(HOST_PREFIX)) {
                return Optional.of(labels[i + 1]);
            }
        }
        return Optional.empty();
    }

    @Override
    public Reply readWhole(ProviderCall call, Buffer body) {
        return ConverseReader.read(body, AnswerTool.of(call.chat()));
    }

    @Override
    public boolean isStream(String contentType) {
        return contentType.regionMatches(true, 0, EVENT_STREAM, 0, EVENT_STREAM.length());
    }

    @Override
    public FrameReader frames(Consumer<Frame> sink) {
        return new EventStreamReader(sink);
    }

    @Override
    public PieceReader pieces(ProviderCall call) {
        return new ConverseEvents(AnswerTool.of(call.chat()));
    }

    @Override
    public ProviderReply.Failed readError(int status, MultiMap headers, Buffer body) {
        return BedrockErrors.of(status, headers, body);
    }
}
