package io.signalbox.dialect.responses;

import com.fasterxml.jackson.core.JsonToken;
import io.signalbox.catalog.Feature;
import io.signalbox.chat.RequestFault;
import io.signalbox.chat.ValueReader;
import io.signalbox.json.JsonCursor;
import io.signalbox.money.ServiceTier;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the members of a request that tell what it needs: a value that changes nothing is no need. */
final class RequestNeeds {

    private static final Set<String> TIERS_OF_NO_MATTER = Set.of("auto", "default");

    private final JsonCursor cursor;
    private final Set<Feature> needs;
    private final List<String> nativeOnly;
    private Optional<ServiceTier> serviceTier = Optional.empty();

    /** {@code nativeOnly} takes the names of wishes that no other protocol has a word for. */
    RequestNeeds(JsonCursor cursor, Set<Feature> needs, List<String> nativeOnly) {
        this.cursor = cursor;
        this.needs = needs;
        this.nativeOnly = nativeOnly;
    }

    /** Reads the value of {@code field} the cursor stands on and returns how many bytes of it a model will read. */
    long read(RequestField field) throws IOException {
        switch (field) {
            case TOOLS -> {
                return tools();
            }
            case TEXT -> {
                return text();
            }
            case TOOL_CHOICE -> toolChoice();
            case PARALLEL_TOOL_CALLS -> needed(Feature.SERIAL_TOOLS, cursor.at(JsonToken.VALUE_FALSE));
            case TEMPERATURE -> needed(Feature.TEMPERATURE, isGiven());
            case TOP_P -> needed(Feature.TOP_P, isGiven());
            case TOP_LOGPROBS -> needed(Feature.LOGPROBS, isGiven() && !cursor.isZero());
            case REASONING -> reasoning();
            case SERVICE_TIER -> readServiceTier();
            case TRUNCATION -> truncation();
            default -> cursor.skip();
        }
        return 0;
    }

    /** The service tier asked for; empty when it is the usual one, or one that nobody here knows. */
    Optional<ServiceTier> serviceTier() {
        return serviceTier;
    }

    private void needed(Feature feature, boolean isNeeded) throws IOException {
        if (isNeeded) {
            needs.add(feature);
        }
        cursor.skip();
    }

    private boolean isGiven() {
        return !cursor.at(JsonToken.VALUE_NULL);
    }

    private long tools() throws IOException {
        if (new ValueReader(cursor).isNull()) {
            return 0;
        }
        if (!cursor.at(JsonToken.START_ARRAY)) {
            throw RequestFault.invalid("tools", "'tools' must be a list");
        }
        int start = cursor.start();
        cursor.advance();
        while (!cursor.at(JsonToken.END_ARRAY)) {
            needs.add(
                    switch (typeOf("tools")) {
                        case "function" -> Feature.TOOLS;
                        case "custom" -> Feature.CUSTOM_TOOLS;
                        default -> Feature.BUILT_IN_TOOLS;
                    });
        }
        cursor.advance();
        return (long) cursor.previousEnd() - start;
    }

    /** Reads the object the cursor stands on and returns its {@code type}. */
    private String typeOf(String param) throws IOException {
        if (!cursor.at(JsonToken.START_OBJECT)) {
            throw RequestFault.invalid(param, "every one of '" + param + "' must be an object");
        }
        String type = "";
        cursor.advance();
        while (cursor.atName()) {
            boolean isType = "type".equals(cursor.name());
            cursor.advance();
            if (isType && cursor.at(JsonToken.VALUE_STRING)) {
                type = cursor.takeText();
            } else {
                cursor.skip();
            }
        }
        cursor.advance();
        return type;
    }

    private void toolChoice() throws IOException {
        if (cursor.at(JsonToken.VALUE_STRING)) {
            if ("required".equals(cursor.takeText())) {
                needs.add(Feature.TOOL_CHOICE);
            }
            return;
        }
        if (!cursor.at(JsonToken.START_OBJECT)) {
            cursor.skip();
            return;
        }
        String type = typeOf("tool_choice");
        needs.add(
                switch (type) {
                    case "function", "allowed_tools" -> Feature.TOOL_CHOICE;
                    case "custom" -> Feature.CUSTOM_TOOLS;
                    default -> Feature.BUILT_IN_TOOLS;
                });
    }

    private long text() throws IOException {
        if (!cursor.at(JsonToken.START_OBJECT)) {
            cursor.skip();
            return 0;
        }
        long schema = 0;
        cursor.advance();
        while (cursor.atName()) {
            String name = cursor.name();
            cursor.advance();
            if ("format".equals(name) && cursor.at(JsonToken.START_OBJECT)) {
                schema += format();
            } else if ("verbosity".equals(name) && cursor.at(JsonToken.VALUE_STRING)) {
                onlyNative("text.verbosity", !"medium".equals(cursor.takeText()));
            } else {
                cursor.skip();
            }
        }
        cursor.advance();
        return schema;
    }

    private long format() throws IOException {
        int start = cursor.start();
        String type = typeOf("text.format");
        if ("json_object".equals(type)) {
            needs.add(Feature.JSON_MODE);
        }
        if (!"json_schema".equals(type)) {
            return 0;
        }
        needs.add(Feature.JSON_SCHEMA);
        return (long) cursor.previousEnd() - start;
    }

    private void reasoning() throws IOException {
        if (!cursor.at(JsonToken.START_OBJECT)) {
            cursor.skip();
            return;
        }
        cursor.advance();
        while (cursor.atName()) {
            boolean isEffort = "effort".equals(cursor.name());
            cursor.advance();
            needed(Feature.REASONING, isEffort && isGiven());
        }
        cursor.advance();
    }

    private void readServiceTier() throws IOException {
        if (!cursor.at(JsonToken.VALUE_STRING)) {
            cursor.skip();
            return;
        }
        String tier = cursor.takeText();
        if (!TIERS_OF_NO_MATTER.contains(tier)) {
            needs.add(Feature.SERVICE_TIER);
            serviceTier = ServiceTier.ofWireName(tier);
        }
    }

    private void truncation() throws IOException {
        if (!cursor.at(JsonToken.VALUE_STRING)) {
            cursor.skip();
            return;
        }
        onlyNative("truncation", !"disabled".equals(cursor.takeText()));
    }

    private void onlyNative(String name, boolean asked) {
        if (asked) {
            nativeOnly.add(name);
        }
    }
}
