package io.signalbox.web.page;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The pages' own files, read once and served from memory under a name that holds their hash, so browsers may keep them for ever. An old hash
 * still answers (a page of the former version must not lose its looks during an upgrade) but is not kept.
 */
public final class Assets {

    private static final Map<String, String> TYPES = Map.of(
            "app.css",
            "text/css; charset=utf-8",
            "copy.js",
            "text/javascript; charset=utf-8",
            "icon.svg",
            "image/svg+xml");
    private static final int HASH_CHARS = 16;

    private final Map<String, Asset> byName = new LinkedHashMap<>();

    public Assets() {
        TYPES.forEach((name, type) -> byName.put(name, read(name, type)));
    }

    private record Asset(String hash, String type, Buffer body) {}

    /** The path of {@code name} in a page; fails for a file that is not ours. */
    public String path(String name) {
        Asset asset = byName.get(name);
        if (asset == null) {
            throw new IllegalArgumentException("no asset named " + name);
        }
        return "/assets/" + asset.hash() + "/" + name;
    }

    public void mount(Router router) {
        router.get("/assets/:hash/:name").handler(this::serve);
    }

    private void serve(RoutingContext context) {
        Asset asset = byName.get(context.pathParam("name"));
        if (asset == null) {
            context.next();
            return;
        }
        boolean current = asset.hash().equals(context.pathParam("hash"));
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, asset.type())
                .putHeader(HttpHeaders.CACHE_CONTROL, current ? "public, max-age=31536000, immutable" : "no-cache");
        SecurityHeaders.put(context.response());
        context.end(asset.body());
    }

    private static Asset read(String name, String type) {
        try (InputStream in = Assets.class.getResourceAsStream("/assets/" + name)) {
            if (in == null) {
                throw new IllegalStateException("asset " + name + " is missing from the jar");
            }
            byte[] bytes = in.readAllBytes();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new Asset(HexFormat.of().formatHex(digest).substring(0, HASH_CHARS), type, Buffer.buffer(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java", e);
        }
    }
}
