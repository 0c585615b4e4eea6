package io.signalbox.api.chat;

import io.signalbox.catalog.Deployment;
import io.signalbox.config.Secret;
import io.signalbox.credential.CredentialVault;
import io.vertx.core.Future;
import java.util.Optional;

/** The secret that a call to a deployment carries. */
record DeploymentSecrets(CredentialVault vault) {

    /** Empty when the deployment needs none. */
    Future<Optional<Secret>> of(Deployment deployment) {
        return deployment
                .credential()
                .map(credential ->
                        vault.secret(credential.owner(), credential.id()).map(Optional::of))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
    }
}
