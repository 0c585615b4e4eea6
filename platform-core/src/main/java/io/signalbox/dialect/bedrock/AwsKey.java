package io.signalbox.dialect.bedrock;

import io.signalbox.config.Secret;
import java.util.Optional;

/** What a signature is made with. The secret of a credential is {@code ACCESS_KEY_ID:SECRET_ACCESS_KEY}, and {@code :SESSION_TOKEN} for temporary ones. */
record AwsKey(String id, Secret secret, Optional<Secret> sessionToken) {

    /** Empty when {@code secret} is not of this form: then it is an API key, which has no colon. */
    static Optional<AwsKey> of(Secret secret) {
        String[] parts = secret.value().split(":", 3);
        if (parts.length < 2 || parts[0].isBlank() || parts[1].isBlank()) {
            return Optional.empty();
        }
        Optional<Secret> token =
                parts.length == 3 && !parts[2].isBlank() ? Optional.of(new Secret(parts[2].trim())) : Optional.empty();
        return Optional.of(new AwsKey(parts[0].trim(), new Secret(parts[1].trim()), token));
    }
}
