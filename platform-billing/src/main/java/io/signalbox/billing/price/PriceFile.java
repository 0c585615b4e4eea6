package io.signalbox.billing.price;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.catalog.PriceList;
import io.signalbox.catalog.PriceRow;
import io.signalbox.json.Json;
import io.signalbox.money.Rates;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Prices as a file tells them. Ours is {@code {"note": "…", "prices": [{"provider", "model", "source", "usd_per_million": {…}}]}}, with rates as {@link PriceRow}
 * writes them; any other object is taken for LiteLLM's. Pure.
 *
 * @param rates by provider and model
 * @param sources where each price is from
 * @param warnings rows that were passed over, and why, and what looks as if it was meant otherwise
 */
public record PriceFile(
        String note, Map<PriceList.Of, Rates> rates, Map<PriceList.Of, String> sources, List<String> warnings) {

    static final int ROWS_MAX = 20_000;
    private static final int NAME_LENGTH_MAX = 200;
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._:/@+-]*";

    /** Fails with an {@link IllegalArgumentException} that names the row and what is wrong with it. */
    public static PriceFile read(byte[] bytes) {
        JsonNode root;
        try {
            root = Json.read(bytes);
        } catch (IOException malformed) {
            throw new IllegalArgumentException("the file is no JSON", malformed);
        }
        if (!root.isObject()) {
            throw new IllegalArgumentException("the file is no JSON object");
        }
        return root.path("prices").isArray() ? own(root) : LiteLlmPrices.read(root);
    }

    private static PriceFile own(JsonNode root) {
        Map<PriceList.Of, Rates> rates = new LinkedHashMap<>();
        Map<PriceList.Of, String> sources = new LinkedHashMap<>();
        List<String> warnings = new ArrayList<>();
        for (JsonNode row : root.path("prices")) {
            String at = "prices[" + rates.size() + "]";
            PriceList.Of of = new PriceList.Of(name(row, "provider", at), name(row, "model", at));
            Rates read = rates(row.path("usd_per_million"), of);
            if (rates.put(of, read) != null) {
                throw new IllegalArgumentException(told(of) + " is there twice");
            }
            sources.put(of, row.path("source").asText(""));
            if (rates.size() > ROWS_MAX) {
                throw new IllegalArgumentException("the file has more than " + ROWS_MAX + " prices");
            }
        }
        return new PriceFile(root.path("note").asText(""), rates, sources, warnings);
    }

    private static String name(JsonNode row, String member, String at) {
        String name = row.path(member).asText("");
        if (!isName(name)) {
            throw new IllegalArgumentException(at + " has no usable '" + member + "'");
        }
        return name;
    }

    static boolean isName(String name) {
        return name.length() <= NAME_LENGTH_MAX && name.matches(NAME);
    }

    private static Rates rates(JsonNode usdPerMillion, PriceList.Of of) {
        try {
            return PriceRow.rates(usdPerMillion);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(told(of) + ": " + wrong.getMessage(), wrong);
        }
    }

    static String told(PriceList.Of of) {
        return of.provider() + "/" + of.model();
    }
}
