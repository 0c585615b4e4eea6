package io.signalbox.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.signalbox.credential.Origin;
import io.signalbox.dialect.ShippedDialects;
import io.signalbox.testing.Calls;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProviderBookTest {

    private final ProviderBook book = ProviderBook.shipped();

    @Test
    void everyPresetHasADialectForWhatItServes() {
        assertThat(book.all()).hasSizeGreaterThan(13).allSatisfy(provider -> {
            Deployment deployment = Calls.deployment(provider, Capabilities.UNKNOWN);

            assertThat(ShippedDialects.all().of(deployment, Wire.CHAT)).isNotNull();
            assertThat(provider.natives())
                    .allSatisfy(wire -> assertThat(ShippedDialects.all().of(deployment, wire))
                            .isNotNull());
        });
    }

    @Test
    void everyPresetCanBeReachedWithItsConventionalVariables() {
        assertThat(book.all())
                .filteredOn(provider -> provider.baseUrl().isPresent())
                .allSatisfy(provider -> {
                    assertThat(provider.keyVariables())
                            .isNotEmpty()
                            .allMatch(variable -> variable.matches("[A-Z][A-Z0-9_]+"));
                    assertThat(provider.urlVariables()).allMatch(variable -> variable.matches("[A-Z][A-Z0-9_]+"));
                    provider.baseUrl()
                            .ifPresent(url -> assertThat(Origin.parse(url).url())
                                    .endsWith(URI.create(url).getPath()));
                });
    }

    @Test
    void noTwoPresetsReadTheSameVariable() {
        List<String> variables = book.all().stream()
                .flatMap(provider -> Stream.concat(provider.keyVariables().stream(), provider.urlVariables().stream()))
                .toList();

        assertThat(variables).doesNotHaveDuplicates();
    }

    @Test
    void everyRowNamesItsSourceAndEveryQuirkIsDescribed() throws IOException {
        JsonNode root = raw();
        Set<String> described = new HashSet<>();
        root.required("quirks").fieldNames().forEachRemaining(described::add);

        assertThat(root.required("providers"))
                .allSatisfy(row -> assertThat(row.path("source").asText()).isNotBlank());
        assertThat(book.all())
                .flatExtracting(provider -> provider.quirks().keySet())
                .isSubsetOf(described);
    }

    @Test
    void everythingButTheSandboxIsOpen() {
        assertThat(book.all())
                .filteredOn(provider -> provider.protocol() == Protocol.OPENAI)
                .allMatch(provider -> provider.open() != provider.name().equals(CatalogAssembly.SANDBOX));
    }

    private static JsonNode raw() throws IOException {
        try (InputStream in = ProviderBook.class.getResourceAsStream("/catalog/providers.json")) {
            return new ObjectMapper().readTree(in);
        }
    }
}
