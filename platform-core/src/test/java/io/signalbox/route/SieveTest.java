package io.signalbox.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.signalbox.catalog.Capabilities;
import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.Deployment;
import io.signalbox.catalog.Feature;
import io.signalbox.catalog.Model;
import io.signalbox.catalog.Operation;
import io.signalbox.catalog.Protocol;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.Wire;
import io.signalbox.credential.Origin;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.money.Rates;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SieveTest {

    private static final Capabilities ABLE = Capabilities.UNKNOWN;
    private static final Deployment GPT = deployment("gpt", ABLE, Protocol.OPENAI, Set.of(Wire.CHAT), Set.of());
    private static final Deployment EMBED = new Deployment(
            "dep_embed",
            new Model("embed", "embed", Operation.EMBEDDING, 8_192, 0, 1, Capabilities.UNKNOWN),
            GPT.provider(),
            "embed",
            GPT.origin(),
            true,
            Optional.empty(),
            Optional.of(Rates.ofText(1, 0)),
            "test");
    private static final Deployment CLAUDE =
            deployment("claude", ABLE, Protocol.ANTHROPIC, Set.of(Wire.MESSAGES), Set.of());
    private static final Deployment PLAIN = deployment(
            "plain", new Capabilities(false, false, false, false), Protocol.OPENAI, Set.of(Wire.CHAT), Set.of());
    private static final Deployment SEEDLESS =
            deployment("seedless", ABLE, Protocol.OPENAI, Set.of(Wire.CHAT), Set.of(Feature.SEED));

    private final RoutePlanner planner = new RoutePlanner();

    @Test
    void whoLacksAFeatureIsSkipped() {
        assertThat(served(Wire.CHAT, Set.of(Feature.SEED), List.of(), CLAUDE, SEEDLESS, GPT))
                .containsExactly("gpt");
        assertThat(served(Wire.CHAT, Set.of(Feature.TOOLS, Feature.REASONING), List.of(), PLAIN, CLAUDE))
                .containsExactly("claude");
    }

    @Test
    void aProtocolsOwnLimitsDoNotCountWhereTheBodyGoesAsItIs() {
        assertThat(served(Wire.MESSAGES, Set.of(Feature.WEB_SEARCH, Feature.BUILT_IN_TOOLS), List.of(), GPT, CLAUDE))
                .containsExactly("claude");
        assertThat(served(Wire.CHAT, Set.of(Feature.AUDIO_OUT), List.of(), CLAUDE, GPT))
                .containsExactly("gpt");
    }

    @Test
    void anUnknownMemberGoesOnlyWhereItMayBeKnown() {
        assertThat(served(Wire.CHAT, Set.of(), List.of("top_a"), CLAUDE, GPT)).containsExactly("gpt");

        Fault fault = refusal(Wire.CHAT, Set.of(), List.of("top_a"), CLAUDE);

        assertThat(fault.code()).isEqualTo(FaultCode.UNSUPPORTED_PARAMETER);
        assertThat(fault.param()).contains("top_a");
        assertThat(fault.publicMessage()).contains("claude", "another protocol", "'top_a'");
    }

    @Test
    void oneParameterThatNobodyCanServeIsNamedAsTheCallerKnowsIt() {
        Fault chat = refusal(Wire.CHAT, Set.of(Feature.REASONING), List.of(), PLAIN);
        Fault messages = refusal(Wire.MESSAGES, Set.of(Feature.REASONING), List.of(), PLAIN);
        Fault responses = refusal(Wire.RESPONSES, Set.of(Feature.JSON_SCHEMA), List.of(), PLAIN);
        Fault images = refusal(Wire.RESPONSES, Set.of(Feature.IMAGES), List.of(), PLAIN);

        assertThat(chat.code()).isEqualTo(FaultCode.UNSUPPORTED_PARAMETER);
        assertThat(chat.param()).contains("reasoning_effort");
        assertThat(chat.publicMessage()).contains("plain cannot reason with a given effort");
        assertThat(messages.param()).contains("thinking");
        assertThat(responses.param()).contains("text.format");
        assertThat(images.param()).contains("input");
    }

    @Test
    void theParameterThatAllFailAtIsNamedEvenWhenSomeLackMore() {
        Fault fault = refusal(Wire.CHAT, Set.of(Feature.TOOLS, Feature.SEED), List.of(), PLAIN, SEEDLESS, CLAUDE);

        assertThat(fault.code()).isEqualTo(FaultCode.NO_CAPABLE_MODEL);
        assertThat(fault.publicMessage())
                .contains("plain cannot call tools", "seedless cannot sample", "claude cannot sample");

        Fault common = refusal(Wire.CHAT, Set.of(Feature.LOGPROBS, Feature.SEED), List.of(), SEEDLESS, CLAUDE);

        assertThat(common.param()).contains("seed");
        assertThat(common.publicMessage()).doesNotContain("log probabilities");
    }

    @Test
    void whatAProtocolDoesNotServeIsNotAskedOfIt() {
        Fault fault = refusal(Wire.EMBEDDINGS, Set.of(), List.of(), CLAUDE);

        assertThat(fault.code()).isEqualTo(FaultCode.NO_CAPABLE_MODEL);
        assertThat(fault.publicMessage()).contains("claude does not serve embeddings");
    }

    @Test
    void aModelServesOneKindOfWorkOnly() {
        assertThat(served(Wire.EMBEDDINGS, Set.of(), List.of(), GPT, EMBED)).containsExactly("embed");
        assertThat(served(Wire.CHAT, Set.of(), List.of(), EMBED, GPT)).containsExactly("gpt");

        Fault chat = refusal(Wire.EMBEDDINGS, Set.of(), List.of(), GPT);
        assertThat(chat.code()).isEqualTo(FaultCode.NO_CAPABLE_MODEL);
        assertThat(chat.publicMessage()).contains("gpt serves chat, not embeddings");
        Fault embed = refusal(Wire.MESSAGES, Set.of(), List.of(), EMBED);
        assertThat(embed.publicMessage()).contains("embed serves embeddings, not chat");
    }

    @Test
    void everyInputHasAContextOfItsOwn() {
        // Given
        RouteRequest twenty = new RouteRequest(
                "embed",
                List.of(),
                Optional.empty(),
                "none",
                new RequestFacts(Wire.EMBEDDINGS, 20 * 4 * 5_000, 20, 0, 1, Set.of(), List.of()),
                Set.of(),
                true,
                List.of(),
                5,
                Optional.empty());

        // Then
        assertThat(planner.plan(twenty, Catalog.of(List.of(EMBED), Map.of()), policy())
                        .attempts())
                .hasSize(1);
    }

    @Test
    void smartSelectIsForChat() {
        // Given
        RouteRequest smart = new RouteRequest(
                "smart-select:light",
                List.of(),
                Optional.empty(),
                "none",
                new RequestFacts(Wire.EMBEDDINGS, 10, 1, 0, 1, Set.of(), List.of()),
                Set.of(),
                true,
                List.of(),
                5,
                Optional.empty());

        // When
        Fault refused = catchThrowableOfType(
                Fault.class, () -> planner.plan(smart, Catalog.of(List.of(EMBED), Map.of()), policy()));

        // Then
        assertThat(refused.code()).isEqualTo(FaultCode.INVALID_REQUEST);
        assertThat(refused.param()).hasValue("model");
        assertThat(refused.publicMessage()).contains("smart-select").contains("embeddings");
    }

    private List<String> served(Wire wire, Set<Feature> needs, List<String> unknown, Deployment... deployments) {
        return planner
                .plan(request(wire, needs, unknown, deployments), Catalog.of(List.of(deployments), Map.of()), policy())
                .attempts()
                .stream()
                .map(attempt -> attempt.deployment().model().name())
                .toList();
    }

    private Fault refusal(Wire wire, Set<Feature> needs, List<String> unknown, Deployment... deployments) {
        return catchThrowableOfType(Fault.class, () -> served(wire, needs, unknown, deployments));
    }

    private static RoutingPolicy policy() {
        return new RoutingPolicy("p1", "gpt", List.of(), List.of());
    }

    private static RouteRequest request(
            Wire wire, Set<Feature> needs, List<String> unknown, Deployment... deployments) {
        return new RouteRequest(
                "",
                List.of(deployments).stream().map(each -> each.model().name()).toList(),
                Optional.empty(),
                "none",
                new RequestFacts(wire, 100, 1, 50, 1, needs, unknown),
                Set.of(),
                true,
                List.of(),
                5,
                Optional.empty());
    }

    private static Deployment deployment(
            String name, Capabilities can, Protocol protocol, Set<Wire> natives, Set<Feature> lacks) {
        return new Deployment(
                "dep_" + name,
                new Model(name, name, 128_000, 4_096, 1, can),
                new Provider(
                        name, name, protocol, Optional.empty(), natives, lacks, List.of(), List.of(), false, Map.of()),
                name,
                Origin.parse("http://127.0.0.1:1/v1"),
                true,
                Optional.empty(),
                Optional.of(Rates.ofText(1, 1)),
                "test");
    }
}
