package io.signalbox.dialect.azure;

import io.signalbox.chat.Reply;
import io.signalbox.config.Secret;
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
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * A dialect of OpenAI's at Azure (https://learn.microsoft.com/azure/ai-foundry/openai/reference): a deployment is part of the path, which wants an
 * {@code api-version}, the provider's quirk {@code api_version}. A base URL that ends with {@code /v1} is Azure's newer API, whose paths are OpenAI's own. The
 * deployment's name is the model's upstream name. The secret is a resource's key, or a token of Microsoft Entra, which is a JWT.
 */
public final class AzureDialect implements Dialect {

    /** The last dated version: whatever the newer API without versions knows, but for what came after it. */
    private static final String API_VERSION = "2025-04-01-preview";

    private static final String JWT_PREFIX = "eyJ";

    private final Dialect openAi;

    /** {@code openAi} speaks the same with OpenAI itself. */
    public AzureDialect(Dialect openAi) {
        this.openAi = openAi;
    }

    @Override
    public Outbound write(ProviderCall call) {
        Outbound plain = openAi.write(call);
        return new Outbound(path(call, plain.path()), headers(call), plain.body());
    }

    private static String path(ProviderCall call, String operation) {
        String base = call.deployment().origin().basePath();
        if (base.endsWith("/v1")) {
            return operation;
        }
        return (base.endsWith("/openai") ? "" : "/openai") + "/deployments/"
                + inPath(call.deployment().upstreamModel()) + operation + "?api-version="
                + call.provider().quirk("api_version", API_VERSION);
    }

    private static String inPath(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static MultiMap headers(ProviderCall call) {
        boolean token =
                call.secret().map(Secret::value).filter(AzureDialect::isJwt).isPresent();
        if (token) {
            return OpenAiDialect.bearer(call);
        }
        MultiMap headers = HttpHeaders.headers();
        call.secret().ifPresent(secret -> headers.set("api-key", secret.value()));
        return headers;
    }

    private static boolean isJwt(String secret) {
        return secret.startsWith(JWT_PREFIX)
                && secret.chars().filter(each -> each == '.').count() == 2;
    }

    @Override
    public Reply readWhole(ProviderCall call, Buffer body) {
        return openAi.readWhole(call, body);
    }

    @Override
    public boolean isStream(String contentType) {
        return openAi.isStream(contentType);
    }

    @Override
    public FrameReader frames(Consumer<Frame> sink) {
        return openAi.frames(sink);
    }

    /** The first chunk tells how the prompt was filtered and holds no choice: it is passed on and begins nothing. */
    @Override
    public PieceReader pieces(ProviderCall call) {
        return openAi.pieces(call);
    }

    @Override
    public ProviderReply.Failed readError(int status, MultiMap headers, Buffer body) {
        return AzureErrors.of(status, headers, body);
    }
}
