package io.signalbox.db;

import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.TrustManagerFactory;

/** Reads {@code postgresql://user:password@host:port/database?sslmode=verify-full}, as libpq writes it; the port may be absent (5432). */
public final class DatabaseUrl {

    private DatabaseUrl() {}

    /** Throws {@link IllegalArgumentException} without the URL in it: it holds a password. */
    public static PgConnectOptions read(String url) {
        PgConnectOptions options = parse(url);
        if (options.getSslMode() != SslMode.DISABLE) {
            options.setSslOptions(sslOptions(options.getSslMode()));
        }
        return options;
    }

    private static PgConnectOptions parse(String url) {
        try {
            return PgConnectOptions.fromUri(url);
        } catch (IllegalArgumentException hasThePasswordInIt) {
            throw new IllegalArgumentException("not of the form postgresql://user:password@host:port/database");
        }
    }

    /** As libpq has it: {@code require} encrypts without asking who is there; {@code verify-*} asks, by the JVM's trust store. */
    private static ClientSSLOptions sslOptions(SslMode mode) {
        if (mode != SslMode.VERIFY_CA && mode != SslMode.VERIFY_FULL) {
            return new ClientSSLOptions().setTrustAll(true).setHostnameVerificationAlgorithm("");
        }
        try {
            TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init((KeyStore) null);
            return new ClientSSLOptions()
                    .setTrustOptions(TrustOptions.wrap(trusted.getTrustManagers()[0]))
                    .setHostnameVerificationAlgorithm(mode == SslMode.VERIFY_FULL ? "HTTPS" : "");
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("the JVM's trust store cannot be read", broken);
        }
    }
}
