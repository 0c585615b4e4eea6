package io.signalbox.web.signin;

import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;

/**
 * The signed cookie value: which session of which tenant, until when; never a role. It is proof only together with the session's row.
 * HS256 and nothing else; {@code use}, {@code iss}, {@code aud}, {@code exp} and {@code jti} are all required (the library writes {@code typ} itself). The decoder of base64 is lenient, so
 * one session has many spellings: remember sessions by their id, never by this text.
 */
final class SessionTokens {

    private static final String ALGORITHM = "HS256";
    private static final String TYPE = "JWT";
    private static final String USE = "session";
    private static final String ISSUER = "signalbox";
    private static final String AUDIENCE = "signalbox-dashboard";
    private static final int LENGTH_MAX = 1024;

    private final JWTAuth jwt;
    private final InstantSource clock;

    /** {@code key} holds at least 32 bytes and signs nothing else. */
    SessionTokens(Vertx vertx, byte[] key, InstantSource clock) {
        if (key.length < 32) {
            throw new IllegalArgumentException("the session key has " + key.length + " bytes: must have 32 or more");
        }
        // Expiry is checked below against our own clock.
        JWTOptions options = new JWTOptions()
                .setAlgorithm(ALGORITHM)
                .setIssuer(ISSUER)
                .addAudience(AUDIENCE)
                .setIgnoreExpiration(true);
        this.jwt = JWTAuth.create(
                vertx,
                new JWTAuthOptions()
                        .addPubSecKey(
                                new PubSecKeyOptions().setAlgorithm(ALGORITHM).setBuffer(Buffer.buffer(key)))
                        .setJWTOptions(options));
        this.clock = clock;
    }

    /** What a genuine, unexpired token says. */
    record Claims(TenantId tenant, String sessionId) {}

    String issue(Claims claims, Instant expiresAt) {
        JsonObject body = new JsonObject()
                .put("use", USE)
                .put("jti", claims.sessionId())
                .put("tid", claims.tenant().value())
                .put("iat", clock.instant().getEpochSecond())
                .put("exp", expiresAt.getEpochSecond());
        JWTOptions options = new JWTOptions()
                .setAlgorithm(ALGORITHM)
                .setIssuer(ISSUER)
                .addAudience(AUDIENCE)
                .setNoTimestamp(true);
        return jwt.generateToken(body, options);
    }

    /** Empty for whatever is not a token of ours that still counts; never fails. */
    Future<Optional<Claims>> read(String token) {
        if (token.length() > LENGTH_MAX || !hasOurHeader(token)) {
            return Future.succeededFuture(Optional.empty());
        }
        return jwt.authenticate(new TokenCredentials(token)).map(this::claims).otherwise(Optional.empty());
    }

    private Optional<Claims> claims(User user) {
        JsonObject body = user.attributes().getJsonObject("accessToken", user.principal());
        if (!(body.getValue("jti") instanceof String session)
                || !(body.getValue("tid") instanceof String tenant)
                || !(body.getValue("exp") instanceof Number exp)
                || !USE.equals(body.getValue("use"))
                || !ISSUER.equals(body.getValue("iss"))
                || exp.longValue() <= clock.instant().getEpochSecond()) {
            return Optional.empty();
        }
        return Optional.of(new Claims(new TenantId(tenant), session));
    }

    private static boolean hasOurHeader(String token) {
        int dot = token.indexOf('.');
        if (dot < 1 || token.indexOf('.', dot + 1) < 0) {
            return false;
        }
        try {
            byte[] decoded = Base64.getUrlDecoder().decode(token.substring(0, dot));
            JsonObject header = new JsonObject(new String(decoded, StandardCharsets.UTF_8));
            return ALGORITHM.equals(header.getValue("alg")) && TYPE.equals(header.getValue("typ"));
        } catch (IllegalArgumentException | DecodeException malformed) {
            return false;
        }
    }
}
