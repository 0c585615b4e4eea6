package io.signalbox.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.signalbox.catalog.CatalogAssembly.Reach;
import io.signalbox.credential.CredentialId;
import io.signalbox.credential.CredentialRef;
import io.signalbox.credential.Origin;
import io.signalbox.tenant.Tenant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatalogAssemblyTest {

    private final CatalogAssembly assembly =
            new CatalogAssembly(ModelBook.shipped(), ProviderBook.shipped(), Origin.parse("http://127.0.0.1:1/v1"));

    @Test
    void aModelIsReachedAtEveryProviderThatOffersItInTheOrderOfTheCredentials() {
        Catalog catalog =
                assembly.assemble(List.of(reach("openrouter", "mine"), reach("anthropic", "theirs")), Map.of());

        assertThat(catalog.find("claude-sonnet-4.5"))
                .extracting(each -> each.provider().name(), Deployment::upstreamModel)
                .containsExactly(
                        tuple("openrouter", "anthropic/claude-sonnet-4.5"), tuple("anthropic", "claude-sonnet-4-5"));
        assertThat(catalog.find("anthropic/claude-sonnet-4.5"))
                .singleElement()
                .satisfies(each -> assertThat(each.provider().name()).isEqualTo("anthropic"));
        assertThat(catalog.modelNames())
                .doesNotHaveDuplicates()
                .contains("gpt-4o")
                .doesNotContain("gpt-5");
    }

    @Test
    void aProvidersOwnNameForAModelIsPricedAsTheBookKnowsIt() {
        Catalog catalog = assembly.assemble(List.of(reach("groq", "g"), reach("openrouter", "o")), Map.of());

        assertThat(catalog.find("openrouter/anthropic/claude-sonnet-4.5"))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.model().name()).isEqualTo("claude-sonnet-4.5");
                    assertThat(each.rates()).isPresent();
                });
        assertThat(catalog.find("groq/llama-3.3-70b-versatile"))
                .extracting(each -> each.model().name())
                .containsExactly("llama-3.3-70b");
    }

    @Test
    void anOpenProviderHasAnyModelWithoutAPrice() {
        Catalog catalog = assembly.assemble(
                List.of(reach("openrouter", "o"), reach("vllm", "v")), Map.of("house", "vllm/qwen3-32b"));

        assertThat(catalog.find("openrouter/moonshotai/kimi-k3"))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.upstreamModel()).isEqualTo("moonshotai/kimi-k3");
                    assertThat(each.model().name()).isEqualTo("openrouter/moonshotai/kimi-k3");
                    assertThat(each.model().isUnknown()).isTrue();
                    assertThat(each.model().label()).isEqualTo("other");
                    assertThat(each.rates()).isEmpty();
                });
        assertThat(catalog.find("house")).extracting(Deployment::upstreamModel).containsExactly("qwen3-32b");
        assertThat(catalog.find("vllm/bge-m3", Operation.EMBEDDING))
                .extracting(each -> each.model().operation())
                .containsExactly(Operation.EMBEDDING);
        assertThat(catalog.find("groq/llama-99")).isEmpty();
        assertThat(catalog.find("openrouter/")).isEmpty();
        assertThat(catalog.openPrefixes()).containsExactly("openrouter", "vllm");
        assertThat(catalog.isEmpty()).isFalse();
    }

    @Test
    void severalCustomServersAreToldApartByTheirNames() {
        Catalog catalog = assembly.assemble(
                List.of(reach("custom", "lab"), reach("custom", "The other one"), reach("custom", "openai")), Map.of());

        assertThat(catalog.find("lab/m")).hasSize(1);
        assertThat(catalog.find("custom/m")).hasSize(3);
        assertThat(catalog.openPrefixes()).containsExactly("custom", "lab");
    }

    @Test
    void aTestKeyReachesNothingRealThroughAnOpenProviderEither() {
        assertThat(assembly.sandboxed(Map.of()).find("openrouter/moonshotai/kimi-k3"))
                .extracting(each -> each.provider().name())
                .containsExactly(CatalogAssembly.SANDBOX);
    }

    @Test
    void aTestKeyIsServedTheKindOfWorkItAsksAnOpenProviderFor() {
        Catalog catalog = assembly.sandboxed(Map.of());

        for (Operation operation : Operation.values()) {
            assertThat(catalog.find("ollama/nomic-embed-text", operation))
                    .extracting(each -> each.model().operation())
                    .containsExactly(operation);
        }
    }

    @Test
    void everyOfferIsAKnownProvidersAndSaysWhereItsPriceIsFrom() {
        ProviderBook providers = ProviderBook.shipped();

        assertThat(ModelBook.shipped().real())
                .flatExtracting(ModelBook.Entry::offers)
                .isNotEmpty()
                .allSatisfy(offer -> assertThat(offer.source()).matches(".+, 20\\d\\d-\\d\\d"))
                .extracting(ModelBook.Offer::provider)
                .allMatch(name -> providers.find(name).isPresent() || name.equals("cohere"));
    }

    private static Reach reach(String provider, String name) {
        return new Reach(
                provider,
                name,
                Origin.parse("http://127.0.0.1:1/v1"),
                true,
                new CredentialRef(Tenant.PLATFORM, new CredentialId("cred_" + name.replace(' ', '0'))));
    }
}
