package io.signalbox.dialect.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.config.Secret;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AwsSignerTest {

    private static final AwsSigner SUITE = new AwsSigner("us-east-1", "service");
    private static final Instant SUITE_AT = Instant.parse("2015-08-30T12:36:00Z");
    private static final String SUITE_TOKEN =
            "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7"
                    + "mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d"
                    + "+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";

    private static AwsKey key(Optional<String> token) {
        return new AwsKey(
                "AKIDEXAMPLE", new Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"), token.map(Secret::new));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static MultiMap host(String host) {
        return MultiMap.caseInsensitiveMultiMap().set("Host", host);
    }

    /** The requests without a query of AWS's published test suite; their paths are not yet encoded. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "GET|/|-|-|-|5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
                "GET|/ሴ|-|-|-|8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
                "GET|/example space/|-|-|-|652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741",
                "POST|/|-|-|-|5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
                "POST|/|My-Header1|value1|-|c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c",
                "POST|/|My-Header1|VALUE1|-|cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d",
                "POST|/|Content-Type|application/x-www-form-urlencoded|Param1=value1|ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
                "POST|/|Content-Type|application/x-www-form-urlencoded; charset=utf8|Param1=value1|1a72ec8f64bd914b0e42e42607c7fbce7fb2c7465f63e3092b3b0d39fa77a6fe",
            })
    void signsAsThePublishedSuiteDoes(
            String method, String path, String header, String value, String body, String signature) {
        // Given
        MultiMap headers = host("example.amazonaws.com");
        if (header != null) {
            headers.set(header, value);
        }

        // When
        SUITE.sign(method, path, headers, bytes(body == null ? "" : body), key(Optional.empty()), SUITE_AT);

        // Then
        assertThat(headers.get("authorization")).endsWith("Signature=" + signature);
        assertThat(headers.get("x-amz-date")).isEqualTo("20150830T123600Z");
    }

    @Test
    void trimsAndJoinsTheSpacesOfHeaders() {
        // Given
        MultiMap headers =
                host("example.amazonaws.com").set("My-Header1", " value1").set("My-Header2", " \"a   b   c\"");

        // When
        SUITE.sign("GET", "/", headers, bytes(""), key(Optional.empty()), SUITE_AT);

        // Then
        assertThat(headers.get("authorization"))
                .isEqualTo("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                        + " SignedHeaders=host;my-header1;my-header2;x-amz-date,"
                        + " Signature=acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736");
    }

    @Test
    void signsTheSessionToken() {
        // Given
        MultiMap headers = host("example.amazonaws.com");

        // When
        SUITE.sign("POST", "/", headers, bytes(""), key(Optional.of(SUITE_TOKEN)), SUITE_AT);

        // Then
        assertThat(headers.get("x-amz-security-token")).isEqualTo(SUITE_TOKEN);
        assertThat(headers.get("authorization"))
                .contains("SignedHeaders=host;x-amz-date;x-amz-security-token")
                .endsWith("Signature=85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead");
    }

    /** What the signer of AWS's SDK for Java (http-auth-aws 2.57.8) makes of these: a path that is sent encoded is signed encoded twice. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "/model/anthropic.claude-3-5-sonnet-20240620-v1%3A0/converse|-|005cc75ace42ab6a34cfaa5d667c1a1b698afa4054d0acf98318e59e78720972",
                "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Ainference-profile%2Fus.anthropic.claude-sonnet-4-20250514-v1%3A0/converse-stream|-|9f861869db0b658d390427aeebd2fedc8c694e3e9a6fd34bfcb2f777c486f1d6",
                "/model/anthropic.claude-3-5-sonnet-20240620-v1%3A0/converse|session/token==|9355e3cf594352f19cbd12be275c9f5ae0ea5c189899af38719dadeffa78e0ca",
                "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Ainference-profile%2Fus.anthropic.claude-sonnet-4-20250514-v1%3A0/converse-stream|session/token==|9451f584dc14265304c01ba6c242d6820a50cd3eae8b7b8d280625b2782f9390",
            })
    void signsModelPathsAsAwsOwnSignerDoes(String path, String token, String signature) {
        // Given
        byte[] body = bytes("{\"messages\":[]}");
        MultiMap headers = host("bedrock-runtime.us-east-1.amazonaws.com")
                .set("content-type", "application/json")
                .set("x-amz-content-sha256", AwsSigner.hash(body));

        // When
        new AwsSigner("us-east-1", "bedrock")
                .sign(
                        "POST",
                        path,
                        headers,
                        body,
                        key(Optional.ofNullable(token)),
                        Instant.parse("2026-01-01T00:00:00Z"));

        // Then
        assertThat(headers.get("authorization")).endsWith("Signature=" + signature);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "AKID:secret/+=|AKID|secret/+=|-",
                "ASIA:secret:token/with:colons|ASIA|secret|token/with:colons",
                "ABSKQmVkcm9ja0FQSUtleQ==|-|-|-",
                "bedrock-api-key-YmVk|-|-|-",
                ":x|-|-|-",
            })
    void tellsASigningKeyFromAnApiKey(String secret, String id, String signing, String token) {
        // When
        Optional<AwsKey> key = AwsKey.of(new Secret(secret));

        // Then
        assertThat(key.map(AwsKey::id).orElse(null)).isEqualTo(id);
        assertThat(key.map(it -> it.secret().value()).orElse(null)).isEqualTo(signing);
        assertThat(key.flatMap(AwsKey::sessionToken).map(Secret::value).orElse(null))
                .isEqualTo(token);
    }
}
