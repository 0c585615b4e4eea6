package io.signalbox.billing.price;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.catalog.ModelBook;
import io.signalbox.catalog.PriceList;
import io.signalbox.money.RateStep;
import io.signalbox.money.Rates;
import io.signalbox.money.ServiceTier;
import io.signalbox.money.TokenClass;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads LiteLLM's {@code model_prices_and_context_window.json}: USD per single token, by model, with steps and service tiers in the members' names
 * ({@code input_cost_per_token_above_200k_tokens}, {@code output_cost_per_token_flex}). A model goes by our catalog's name where the book knows it, else by
 * its provider's. Rows without both an input and an output price, and of providers under other names, are passed over.
 */
final class LiteLlmPrices {

    private static final Pattern MEMBER = Pattern.compile(
            "(input|output|cache_read_input|cache_creation_input|output_reasoning|input_audio|output_audio)"
                    + "_(?:cost_per_token|token_cost|cost_per_reasoning_token|cost_per_audio_token)"
                    + "(_above_1hr)?(?:_above_([0-9]+)k_tokens)?(?:_(flex|priority|batches))?");

    private static final Map<String, TokenClass> CLASSES = Map.of(
            "input", TokenClass.INPUT,
            "output", TokenClass.OUTPUT,
            "cache_read_input", TokenClass.CACHE_READ,
            "cache_creation_input", TokenClass.CACHE_WRITE_5M,
            "input_audio", TokenClass.AUDIO_IN,
            "output_audio", TokenClass.AUDIO_OUT);

    /** What they call providers that we call otherwise. */
    private static final Map<String, String> PROVIDERS = Map.of(
            "text-completion-openai", "openai",
            "bedrock_converse", "bedrock",
            "together_ai", "together",
            "fireworks_ai", "fireworks",
            "cohere_chat", "cohere");

    private static final int NANO_SCALE = 9;
    private static final int MILLION_SCALE = 6;

    private final Map<String, String> namesUpstream = new HashMap<>();
    private final Map<PriceList.Of, Rates> rates = new LinkedHashMap<>();
    private final Map<PriceList.Of, String> sources = new LinkedHashMap<>();
    private final List<String> warnings = new ArrayList<>();

    private LiteLlmPrices(ModelBook book) {
        book.all()
                .forEach(entry -> entry.offers()
                        .forEach(offer -> namesUpstream.put(
                                offer.provider() + "/" + offer.upstreamModel(),
                                entry.model().name())));
    }

    static PriceFile read(JsonNode root) {
        LiteLlmPrices reader = new LiteLlmPrices(ModelBook.shipped());
        root.properties().forEach(each -> reader.readModel(each.getKey(), each.getValue()));
        if (reader.rates.isEmpty()) {
            throw new IllegalArgumentException("the file has neither 'prices' nor a model with costs per token");
        }
        return new PriceFile("LiteLLM's list", reader.rates, reader.sources, reader.warnings);
    }

    private void readModel(String name, JsonNode row) {
        String theirs = row.path("litellm_provider").asText("");
        if ("sample_spec".equals(name) || theirs.isEmpty()) {
            return;
        }
        String provider = PROVIDERS.getOrDefault(theirs, theirs);
        String prefix = theirs + "/";
        String upstream = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
        PriceList.Of of = new PriceList.Of(provider, namesUpstream.getOrDefault(provider + "/" + upstream, upstream));
        if (!PriceFile.isName(of.provider()) || !PriceFile.isName(of.model())) {
            warnings.add(name + " is passed over: its name is none of ours");
            return;
        }
        try {
            rates(row).ifPresent(read -> {
                rates.put(of, read);
                sources.put(of, row.path("source").asText("LiteLLM"));
            });
        } catch (IllegalArgumentException wrong) {
            warnings.add(name + " is passed over: " + wrong.getMessage());
        }
        if (rates.size() > PriceFile.ROWS_MAX) {
            throw new IllegalArgumentException("the file has more than " + PriceFile.ROWS_MAX + " prices");
        }
    }

    private static Optional<Rates> rates(JsonNode row) {
        Map<ServiceTier, TreeMap<Long, Map<TokenClass, Long>>> tiers = new EnumMap<>(ServiceTier.class);
        row.properties().forEach(each -> {
            Matcher member = MEMBER.matcher(each.getKey());
            if (member.matches() && each.getValue().isNumber()) {
                tokenClass(member)
                        .ifPresent(tokenClass -> tiers.computeIfAbsent(tier(member), t -> new TreeMap<>())
                                .computeIfAbsent(above(member), above -> new EnumMap<>(TokenClass.class))
                                .put(tokenClass, nanosPerMillion(each.getValue())));
            }
        });
        TreeMap<Long, Map<TokenClass, Long>> standard = tiers.getOrDefault(ServiceTier.STANDARD, new TreeMap<>());
        if (!isWhole(standard.getOrDefault(0L, Map.of()))) {
            return Optional.empty();
        }
        Map<ServiceTier, Rates> others = new EnumMap<>(ServiceTier.class);
        tiers.forEach((tier, steps) -> {
            if (tier != ServiceTier.STANDARD && isWhole(steps.getOrDefault(0L, Map.of()))) {
                others.put(tier, new Rates(steps(steps)));
            }
        });
        return Optional.of(new Rates(steps(standard), others));
    }

    private static boolean isWhole(Map<TokenClass, Long> rates) {
        return rates.containsKey(TokenClass.INPUT) && rates.containsKey(TokenClass.OUTPUT);
    }

    /** What a longer prompt has no price of its own for costs what it costs in a shorter one. */
    private static List<RateStep> steps(Map<Long, Map<TokenClass, Long>> byLength) {
        List<RateStep> steps = new ArrayList<>();
        Map<TokenClass, Long> below = new EnumMap<>(TokenClass.class);
        byLength.forEach((above, rates) -> {
            below.putAll(rates);
            steps.add(new RateStep(above, below));
        });
        return steps;
    }

    private static Optional<TokenClass> tokenClass(Matcher member) {
        if ("output_reasoning".equals(member.group(1))
                || "output".equals(member.group(1)) && member.group().contains("reasoning")) {
            return Optional.of(TokenClass.REASONING);
        }
        TokenClass read = CLASSES.get(member.group(1));
        if (member.group().contains("audio_token")) {
            return Optional.of(read == TokenClass.INPUT ? TokenClass.AUDIO_IN : TokenClass.AUDIO_OUT);
        }
        return member.group(2) == null ? Optional.ofNullable(read) : Optional.of(TokenClass.CACHE_WRITE_1H);
    }

    private static ServiceTier tier(Matcher member) {
        String name = member.group(4);
        if (name == null) {
            return ServiceTier.STANDARD;
        }
        return "batches".equals(name)
                ? ServiceTier.BATCH
                : ServiceTier.ofWireName(name).orElseThrow();
    }

    private static long above(Matcher member) {
        return member.group(3) == null ? 0 : Long.parseLong(member.group(3)) * 1_000;
    }

    /** USD per token in nano-USD per million; their figures are floating point, so what is finer than a nano is rounded. */
    private static long nanosPerMillion(JsonNode usdPerToken) {
        BigDecimal exact = new BigDecimal(usdPerToken.asText()).movePointRight(NANO_SCALE + MILLION_SCALE);
        return exact.setScale(0, java.math.RoundingMode.HALF_UP).longValueExact();
    }
}
