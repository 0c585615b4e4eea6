package io.signalbox.dialect.openai;

import com.fasterxml.jackson.core.JsonToken;
import io.signalbox.catalog.Feature;
import io.signalbox.json.JsonCursor;
import io.signalbox.money.ServiceTier;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Reads the members of a request that only tell what it needs: a value that changes nothing is no need. */
final class NeedReader {

    private final JsonCursor cursor;
    private final Set<Feature> needs;
    private Optional<ServiceTier> serviceTier = Optional.empty();

    NeedReader(JsonCursor cursor, Set<Feature> needs) {
        this.cursor = cursor;
        this.needs = needs;
    }

    /** Reads the value of {@code field} the cursor stands on. */
    void read(CompletionScanner.Field field) throws IOException {
        switch (field) {
            case TOOL_CHOICE -> toolChoice();
            case PARALLEL_TOOL_CALLS -> needed(Feature.SERIAL_TOOLS, cursor.at(JsonToken.VALUE_FALSE));
            case STOP -> needed(Feature.STOP, isGiven());
            case TEMPERATURE -> needed(Feature.TEMPERATURE, isGiven() && !cursor.isOne());
            case TOP_P -> needed(Feature.TOP_P, isGiven() && !cursor.isOne());
            case TOP_K -> needed(Feature.TOP_K, isGiven());
            case SEED -> needed(Feature.SEED, isGiven());
            case LOGPROBS -> needed(Feature.LOGPROBS, cursor.at(JsonToken.VALUE_TRUE));
            case LOGIT_BIAS -> measured(Feature.LOGIT_BIAS);
            case FREQUENCY_PENALTY -> needed(Feature.FREQUENCY_PENALTY, isGiven() && !isZero());
            case PRESENCE_PENALTY -> needed(Feature.PRESENCE_PENALTY, isGiven() && !isZero());
            case REASONING_EFFORT -> needed(Feature.REASONING, isGiven());
            case PREDICTION -> needed(Feature.PREDICTION, isGiven());
            case SERVICE_TIER -> readServiceTier();
            case WEB_SEARCH -> needed(Feature.WEB_SEARCH, isGiven());
            case MODALITIES -> modalities();
            case AUDIO -> needed(Feature.AUDIO_OUT, isGiven());
            default -> cursor.skip();
        }
    }

    /** The service tier asked for; empty when it is the usual one, or one that nobody here knows. */
    Optional<ServiceTier> serviceTier() {
        return serviceTier;
    }

    /** Reads the list of tools or functions and returns how many bytes it takes as written. */
    int readTools() throws IOException {
        int start = cursor.start();
        boolean functions = false;
        cursor.advance();
        while (!cursor.at(JsonToken.END_ARRAY)) {
            functions = true;
            readTool();
        }
        cursor.advance();
        if (functions) {
            needs.add(Feature.TOOLS);
        }
        return cursor.previousEnd() - start;
    }

    private void readTool() throws IOException {
        if (!cursor.at(JsonToken.START_OBJECT)) {
            cursor.skip();
            return;
        }
        cursor.advance();
        while (cursor.atName()) {
            boolean isType = "type".equals(cursor.name());
            cursor.advance();
            if (isType && cursor.at(JsonToken.VALUE_STRING)) {
                String type = cursor.takeText();
                if ("custom".equals(type)) {
                    needs.add(Feature.CUSTOM_TOOLS);
                } else if (!"function".equals(type)) {
                    needs.add(Feature.BUILT_IN_TOOLS);
                }
            } else {
                cursor.skip();
            }
        }
        cursor.advance();
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

    private boolean isZero() throws IOException {
        return cursor.isZero();
    }

    private void toolChoice() throws IOException {
        if (cursor.at(JsonToken.VALUE_STRING)) {
            String mode = cursor.takeText();
            if ("required".equals(mode)) {
                needs.add(Feature.TOOL_CHOICE);
            }
            return;
        }
        needed(Feature.TOOL_CHOICE, cursor.at(JsonToken.START_OBJECT));
    }

    private void readServiceTier() throws IOException {
        if (!cursor.at(JsonToken.VALUE_STRING)) {
            cursor.skip();
            return;
        }
        String tier = cursor.takeText();
        if (!"auto".equals(tier) && !"default".equals(tier)) {
            needs.add(Feature.SERVICE_TIER);
            serviceTier = ServiceTier.ofWireName(tier);
        }
    }

    private void modalities() throws IOException {
        if (!cursor.at(JsonToken.START_ARRAY)) {
            cursor.skip();
            return;
        }
        cursor.advance();
        while (!cursor.at(JsonToken.END_ARRAY)) {
            if (cursor.at(JsonToken.VALUE_STRING)) {
                if (!"text".equals(cursor.takeText())) {
                    needs.add(Feature.AUDIO_OUT);
                }
            } else {
                cursor.skip();
            }
        }
        cursor.advance();
    }

    private void measured(Feature feature) throws IOException {
        boolean object = cursor.at(JsonToken.START_OBJECT);
        if (cursor.skipMeasured() > "{}".length() && object) {
            needs.add(feature);
        }
    }
}
