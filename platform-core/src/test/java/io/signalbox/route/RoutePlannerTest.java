package io.signalbox.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.catalog.Capabilities;
import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.CatalogAssembly;
import io.signalbox.catalog.Deployment;
import io.signalbox.catalog.Feature;
import io.signalbox.catalog.Model;
import io.signalbox.catalog.ModelBook;
import io.signalbox.catalog.Protocol;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.ProviderBook;
import io.signalbox.catalog.Wire;
import io.signalbox.credential.CredentialId;
import io.signalbox.credential.CredentialRef;
import io.signalbox.credential.Origin;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.money.Money;
import io.signalbox.money.Rates;
import io.signalbox.tenant.Tenant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoutePlannerTest {

    private static final Provider ACME = new Provider(
            "acme",
            "Acme",
            Protocol.OPENAI,
            Optional.empty(),
            Set.of(Wire.CHAT),
            Set.of(),
            List.of(),
            List.of(),
            false,
            Map.of());

    private static final Capabilities ALL = new Capabilities(true, true, true, false);
    private static final Capabilities TEXT_ONLY = new Capabilities(false, false, false, false);

    private static final Deployment CHEAP = deployment("cheap", 1, TEXT_ONLY, 8_000);
    private static final Deployment MIDDLE = deployment("middle", 5, ALL, 128_000);
    private static final Deployment STRONG = deployment("strong", 20, ALL, 128_000);

    private final RoutePlanner planner = new RoutePlanner();
    private final Catalog catalog = Catalog.of(List.of(STRONG, CHEAP, MIDDLE), Map.of("house", "middle"));
    private final RoutingPolicy policy =
            new RoutingPolicy("p1", "strong", List.of("cheap", "middle", "strong"), List.of());

    @Test
    void lightGoesToTheCheapestCandidate() {
        RoutePlan plan = planner.plan(request("smart-select:light"), catalog, policy);

        assertThat(models(plan)).containsExactly("cheap", "middle", "strong");
        assertThat(plan.attempts().get(0).reason()).isEqualTo(RouteReason.CHEAPEST_ABOVE_FLOOR);
        assertThat(plan.attempts().get(1).reason()).isEqualTo(RouteReason.FALLBACK);
        assertThat(plan.baseline()).contains(STRONG);
        assertThat(plan.taskSource()).isEqualTo("suffix");
    }

    @Test
    void complexAndUntaggedGoToThePrimaryAndFallBackToTheNextDearest() {
        for (String model : List.of("smart-select:complex", "smart-select:standard", "smart-select")) {
            RoutePlan plan = planner.plan(request(model), catalog, policy);

            assertThat(models(plan)).as(model).containsExactly("strong", "middle", "cheap");
            assertThat(plan.attempts().get(0).reason()).isEqualTo(RouteReason.TASK_RULE);
        }
    }

    @Test
    void theTagOfHeaderOrBodyCountsWhenTheNameHasNoSuffix() {
        RoutePlan plan = planner.plan(tagged("smart-select", "classification"), catalog, policy);

        assertThat(models(plan)).startsWith("cheap");
        assertThat(plan.task()).contains(new Task("classification", Tier.LIGHT));
        assertThat(plan.taskSource()).isEqualTo("header");
    }

    @Test
    void whatABudgetRefusesGivesWayToWhatIsCheaperAndThatToTheNext() {
        TenantRoutes world = new TenantRoutes(catalog, policy);
        RouteRequest request = request("strong");
        RoutePlan plan = planner.plan(request, catalog, policy);

        RoutePlan cheaper = planner.cheaper(plan, 0, request, world, "too dear").orElseThrow();
        RoutePlan next = planner.cheaper(cheaper, 0, request, world, "too dear").orElseThrow();

        assertThat(models(cheaper)).containsExactly("cheap", "middle");
        assertThat(cheaper.attempts()).allSatisfy(each -> {
            assertThat(each.reason()).isEqualTo(RouteReason.BUDGET_DOWNGRADE);
            assertThat(each.why()).isEqualTo("too dear");
        });
        assertThat(models(next)).containsExactly("middle");
        assertThat(planner.cheaper(next, 0, request, world, "too dear")).isEmpty();
    }

    @Test
    void nothingIsCheaperThanTheCheapestCapableModel() {
        TenantRoutes world = new TenantRoutes(catalog, policy);
        RouteRequest tools =
                with(request("middle"), new RequestFacts(Wire.CHAT, 100, 1, 50, 1, Set.of(Feature.TOOLS), List.of()));

        RoutePlan plan = planner.plan(tools, catalog, policy);

        assertThat(planner.cheaper(plan, 0, tools, world, "too dear")).isEmpty();
    }

    @Test
    void aModelThatCannotDoWhatIsAskedIsPassedOverAndSaysWhy() {
        RouteRequest tools = with(
                request("smart-select:light"),
                new RequestFacts(Wire.CHAT, 100, 1, 50, 1, Set.of(Feature.TOOLS), List.of()));

        RoutePlan plan = planner.plan(tools, catalog, policy);

        assertThat(models(plan)).containsExactly("middle", "strong");
        assertThat(plan.candidates()).anySatisfy(candidate -> {
            assertThat(candidate.model()).isEqualTo("cheap");
            assertThat(candidate.chosen()).isFalse();
            assertThat(candidate.why()).isEqualTo("cannot call tools");
        });
    }

    @Test
    void aPromptLongerThanTheContextSkipsTheModel() {
        RouteRequest longPrompt =
                with(request("smart-select:light"), new RequestFacts(Wire.CHAT, 60_000, 1, 0, 1, Set.of(), List.of()));

        assertThat(models(planner.plan(longPrompt, catalog, policy))).startsWith("middle");
    }

    @Test
    void aNamedModelIsPinnedAndFallsBackOnlyWhenAsked() {
        assertThat(models(planner.plan(request("middle"), catalog, policy))).containsExactly("middle");
        assertThat(models(planner.plan(request("house"), catalog, policy))).containsExactly("middle");

        RouteRequest listed = new RouteRequest(
                "",
                List.of("cheap", "strong"),
                Optional.empty(),
                "none",
                facts(),
                Set.of(),
                true,
                List.of(),
                3,
                Optional.empty());
        RoutePlan plan = planner.plan(listed, catalog, policy);

        assertThat(models(plan)).containsExactly("cheap", "strong");
        assertThat(plan.attempts().get(0).reason()).isEqualTo(RouteReason.PINNED);
        assertThat(plan.baseline()).isEmpty();
    }

    @Test
    void aKeyReachesOnlyWhatItWasGranted() {
        RouteRequest forbidden = allowed(request("strong"), Set.of("smart-select", "cheap"));
        RouteRequest smart = allowed(request("smart-select:complex"), Set.of("smart-select"));
        RouteRequest smuggled = new RouteRequest(
                "",
                List.of("cheap", "strong"),
                Optional.empty(),
                "none",
                facts(),
                Set.of("smart-select", "cheap"),
                true,
                List.of(),
                3,
                Optional.empty());

        assertFault(forbidden, FaultCode.MODEL_NOT_ALLOWED, "cheap, smart-select");
        assertFault(smuggled, FaultCode.MODEL_NOT_ALLOWED, "'strong'");
        assertThat(models(planner.plan(smart, catalog, policy))).startsWith("strong");
    }

    @Test
    void whatCannotBeServedSaysWhy() {
        assertFault(request("gpt-99"), FaultCode.MODEL_NOT_FOUND, "gpt-99");
        assertFault(request("smart-select:cooking"), FaultCode.INVALID_REQUEST, "cooking");
    }

    @Test
    void aCostLimitDropsWhatWouldCostMore() {
        RouteRequest thrifty = new RouteRequest(
                "smart-select:complex",
                List.of(),
                Optional.empty(),
                "none",
                facts(),
                Set.of(),
                true,
                List.of(),
                3,
                Optional.of(new Money(3_000)));

        assertThat(models(planner.plan(thrifty, catalog, policy))).containsExactly("middle", "cheap");
    }

    @Test
    void anOutputLimitBeyondTheModelsOwnDoesNotCountAgainstItsContext() {
        RouteRequest hostile =
                with(request("cheap"), new RequestFacts(Wire.CHAT, 400, 1, Long.MAX_VALUE, 1, Set.of(), List.of()));

        assertThat(models(planner.plan(hostile, catalog, policy))).containsExactly("cheap");
    }

    @Test
    void aTenantWhoseProvidersAreAllGoneIsToldSo() {
        Catalog nothing = Catalog.of(List.of(), Map.of());

        assertThatThrownBy(() -> planner.plan(request("smart-select"), nothing, policy))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.NO_HEALTHY_PROVIDER));
    }

    @Test
    void smartSelectNeverTakesAModelThatNoBookKnows() {
        CatalogAssembly assembly =
                new CatalogAssembly(ModelBook.shipped(), ProviderBook.shipped(), Origin.parse("http://127.0.0.1:1/v1"));
        Catalog open = assembly.assemble(
                List.of(new CatalogAssembly.Reach(
                        "vllm",
                        "mine",
                        Origin.parse("http://127.0.0.1:1/v1"),
                        true,
                        new CredentialRef(Tenant.PLATFORM, new CredentialId("cred_1")))),
                Map.of());
        RoutingPolicy hopeful = new RoutingPolicy("p1", "vllm/qwen", List.of("vllm/qwen"), List.of());

        assertThatThrownBy(() -> planner.plan(request("smart-select"), open, hopeful))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.NO_CAPABLE_MODEL))
                .hasMessageContaining("provider/model");
        assertThat(models(planner.plan(request("vllm/qwen"), open, hopeful))).containsExactly("vllm/qwen");
    }

    private void assertFault(RouteRequest request, FaultCode code, String part) {
        assertThatThrownBy(() -> planner.plan(request, catalog, policy))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(code))
                .hasMessageContaining(part);
    }

    private static List<String> models(RoutePlan plan) {
        return plan.attempts().stream()
                .map(attempt -> attempt.deployment().model().name())
                .toList();
    }

    private static RouteRequest request(String model) {
        return new RouteRequest(
                model, List.of(), Optional.empty(), "none", facts(), Set.of(), true, List.of(), 3, Optional.empty());
    }

    private static RouteRequest tagged(String model, String tag) {
        return new RouteRequest(
                model, List.of(), Optional.of(tag), "header", facts(), Set.of(), true, List.of(), 3, Optional.empty());
    }

    private static RouteRequest with(RouteRequest request, RequestFacts facts) {
        return new RouteRequest(
                request.model(),
                request.models(),
                request.taskTag(),
                request.taskSource(),
                facts,
                request.allowedModels(),
                true,
                List.of(),
                3,
                Optional.empty());
    }

    private static RouteRequest allowed(RouteRequest request, Set<String> models) {
        return new RouteRequest(
                request.model(),
                request.models(),
                request.taskTag(),
                request.taskSource(),
                request.facts(),
                models,
                true,
                List.of(),
                3,
                Optional.empty());
    }

    private static RequestFacts facts() {
        return new RequestFacts(Wire.CHAT, 400, 2, 100, 1, Set.of(), List.of());
    }

    private static Deployment deployment(String name, long usd, Capabilities capabilities, long context) {
        Rates rates = Rates.ofText(usd * 1_000_000, usd * 4_000_000);
        return new Deployment(
                "dep_" + name,
                new Model(name, "acme", context, 4_096, 1, capabilities),
                ACME,
                name,
                Origin.parse("http://127.0.0.1:1/v1"),
                true,
                Optional.empty(),
                Optional.of(rates),
                "test");
    }
}
