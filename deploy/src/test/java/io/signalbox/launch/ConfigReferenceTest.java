package io.signalbox.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.catalog.ProviderReference;
import io.signalbox.config.ConfigReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigReferenceTest {

    @Test
    void describesEveryKeyAsItIs() throws IOException {
        assertThat(Files.readString(Path.of("docs/config.md")))
                .as(
                        "deploy/docs/config.md is old: deploy/bin/signalbox check-config --reference > deploy/docs/config.md")
                .isEqualTo(ConfigReference.markdown());
    }

    @Test
    void describesEveryProviderAsItIs() throws IOException {
        assertThat(Files.readString(Path.of("docs/providers.md")))
                .as(
                        "deploy/docs/providers.md is old: deploy/bin/signalbox check-config --providers > deploy/docs/providers.md")
                .isEqualTo(ProviderReference.markdown());
    }
}
