package io.signalbox.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import org.junit.jupiter.api.Test;

final class DatabaseUrlTest {

    @Test
    void readsEveryPart() {
        // When
        PgConnectOptions options = DatabaseUrl.read("postgresql://ann:p%40ss%3Aword@db.example.com:6543/main");

        // Then
        assertThat(options.getHost()).isEqualTo("db.example.com");
        assertThat(options.getPort()).isEqualTo(6543);
        assertThat(options.getDatabase()).isEqualTo("main");
        assertThat(options.getUser()).isEqualTo("ann");
        assertThat(options.getPassword()).isEqualTo("p@ss:word");
        assertThat(options.getSslMode()).isEqualTo(SslMode.DISABLE);
    }

    @Test
    void takesTheDefaultPortAndTheShortScheme() {
        // When
        PgConnectOptions options = DatabaseUrl.read("postgres://ann:secret@localhost/main");

        // Then
        assertThat(options.getHost()).isEqualTo("localhost");
        assertThat(options.getPort()).isEqualTo(5432);
        assertThat(options.getDatabase()).isEqualTo("main");
    }

    @Test
    void preparesEncryptionAsAsked() {
        // When
        PgConnectOptions encrypted = DatabaseUrl.read("postgresql://a:b@h/d?sslmode=require");
        PgConnectOptions verified = DatabaseUrl.read("postgresql://a:b@h/d?sslmode=verify-full");

        // Then
        assertThat(encrypted.getSslOptions().isTrustAll()).isTrue();
        assertThat(verified.getSslOptions().isTrustAll()).isFalse();
        assertThat(verified.getSslOptions().getTrustOptions()).isNotNull();
        assertThat(verified.getSslOptions().getHostnameVerificationAlgorithm()).isEqualTo("HTTPS");
    }

    @Test
    void keepsThePasswordOutOfItsComplaint() {
        // Then
        assertThatThrownBy(() -> DatabaseUrl.read("mysql://ann:secret@localhost/main"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageNotContaining("secret");
    }
}
