package io.signalbox.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.catalog.Feature;
import io.signalbox.catalog.Wire;
import io.signalbox.dialect.openai.ChatSurface;
import io.signalbox.money.Rates;
import io.signalbox.money.ServiceTier;
import io.signalbox.money.TokenClass;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceTermsTest {

    private static final Optional<Rates> TEXT = Optional.of(Rates.ofText(1, 2));
    private static final Optional<Rates> AUDIO = Optional.of(new Rates(
            Map.of(TokenClass.INPUT, 1L, TokenClass.OUTPUT, 2L, TokenClass.AUDIO_IN, 30L, TokenClass.AUDIO_OUT, 60L)));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"service_tier\":\"priority\"|service_tier",
                "\"service_tier\":\"flex\"|service_tier",
                "\"service_tier\":\"scale\"|service_tier",
                "\"web_search_options\":{}|web_search_options",
                "\"tools\":[{\"type\":\"web_search\"}]|tools",
                "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}},{\"type\":\"browser_search\"}]|tools",
                "\"modalities\":[\"text\",\"audio\"],\"audio\":{\"voice\":\"alloy\",\"format\":\"wav\"}|modalities",
                "\"search_parameters\":{\"mode\":\"on\"}|search_parameters",
                "\"plugins\":[{\"id\":\"web\"}]|plugins",
                "\"mcp_servers\":[]|mcp_servers"
            })
    void knowsTheParametersThatAreBilledOtherwise(String member, String param) {
        assertThat(PriceTerms.unpriced(facts(member), TEXT)).hasValue(param);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"service_tier\":\"auto\"",
                "\"service_tier\":\"default\"",
                "\"service_tier\":null",
                "\"web_search_options\":null",
                "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]",
                "\"tools\":[{\"type\":\"custom\",\"custom\":{\"name\":\"f\"}}]",
                "\"modalities\":[\"text\"]",
                "\"verbosity\":\"low\",\"top_a\":0.5,\"prompt_cache_retention\":\"24h\""
            })
    void leavesThePriceOfAllElseAlone(String member) {
        assertThat(PriceTerms.unpriced(facts(member), TEXT)).isEmpty();
    }

    @Test
    void pricesAServiceTierThatTheBookLists() {
        Rates flex = new Rates(TEXT.orElseThrow().steps(), Map.of(ServiceTier.FLEX, Rates.ofText(1, 1)));

        assertThat(PriceTerms.unpriced(facts("\"service_tier\":\"flex\""), Optional.of(flex)))
                .isEmpty();
        assertThat(PriceTerms.unpriced(facts("\"service_tier\":\"priority\""), Optional.of(flex)))
                .hasValue("service_tier");
        assertThat(PriceTerms.unpriced(facts("\"service_tier\":\"flex\""), Optional.empty()))
                .hasValue("service_tier");
    }

    @Test
    void pricesAudioWhereItIsListed() {
        RequestFacts both =
                new RequestFacts(Wire.CHAT, 1, 1, 1, 1, Set.of(Feature.AUDIO_IN, Feature.AUDIO_OUT), List.of());

        assertThat(PriceTerms.unpriced(both, AUDIO)).isEmpty();
        assertThat(PriceTerms.unpriced(both, TEXT)).hasValue("messages");
        assertThat(PriceTerms.unpriced(both, Optional.empty())).hasValue("messages");
    }

    @Test
    void namesTheParameterAsTheCallersWireDoes() {
        RequestFacts responses = new RequestFacts(Wire.RESPONSES, 1, 1, 1, 1, Set.of(Feature.WEB_SEARCH), List.of());

        assertThat(PriceTerms.unpriced(responses, TEXT)).hasValue("tools");
    }

    private static RequestFacts facts(String member) {
        return new ChatSurface()
                .read(Buffer.buffer(
                        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]," + member + "}"))
                .facts();
    }
}
