package io.signalbox.dialect.anthropic;

import com.fasterxml.jackson.core.JsonToken;
import io.signalbox.catalog.Feature;
import io.signalbox.chat.RequestFault;
import io.signalbox.json.JsonCursor;
import java.io.IOException;
import java.util.Set;
import java.util.function.Consumer;

/** Reads the members of a request that tell what it needs: a value that changes nothing is no need. */
final class MessagesNeeds {

    private final JsonCursor cursor;
    private final Set<Feature> needs;
    private final Consumer<String> unknown;

    /** {@code unknown} gets members only a provider of this wire may know. */
    MessagesNeeds(JsonCursor cursor, Set<Feature> needs, Consumer<String> unknown) {
        this.cursor = cursor;
        this.needs = needs;
        this.unknown = unknown;
    }

    /** Reads the value of {@code field} the cursor stands on, and returns how many bytes of it a model reads. */
    int read(MessagesField field) throws IOException {
        return switch (field) {
            case TOOLS -> tools();
            case TOOL_CHOICE -> toolChoice();
            case STOP_SEQUENCES -> stops();
            case TEMPERATURE -> given(Feature.TEMPERATURE);
            case TOP_P -> given(Feature.TOP_P);
            case TOP_K -> given(Feature.TOP_K);
            case OUTPUT_CONFIG -> outputConfig();
            case OUTPUT_FORMAT -> format();
            case SPEED -> usually("speed", "standard");
            case INFERENCE_GEO -> usually("inference_geo", "global");
            default -> {
                cursor.skip();
                yield 0;
            }
        };
    }

    private int given(Feature feature) throws IOException {
        if (!cursor.at(JsonToken.VALUE_NULL)) {
            needs.add(feature);
        }
        cursor.skip();
        return 0;
    }

    /** Any other value than the usual one is known to providers of this wire only, and billed at prices that are not listed. */
    private int usually(String param, String usual) throws IOException {
        boolean isUsual =
                cursor.at(JsonToken.VALUE_NULL) || cursor.at(JsonToken.VALUE_STRING) && usual.equals(cursor.text());
        if (!isUsual) {
            unknown.accept(param);
        }
        cursor.skip();
        return 0;
    }

    private int tools() throws IOException {
        if (cursor.at(JsonToken.VALUE_NULL)) {
            cursor.advance();
            return 0;
        }
        if (!cursor.at(JsonToken.START_ARRAY)) {
            throw RequestFault.invalid("tools", "'tools' must be a list");
        }
        int start = cursor.start();
        cursor.advance();
        while (!cursor.at(JsonToken.END_ARRAY)) {
            needs.add(tool() ? Feature.TOOLS : Feature.BUILT_IN_TOOLS);
        }
        cursor.advance();
        return cursor.previousEnd() - start;
    }

    /** Reads a tool and says whether it is a plain function of the caller's. */
    private boolean tool() throws IOException {
        if (!cursor.at(JsonToken.START_OBJECT)) {
            cursor.skip();
            return true;
        }
        boolean plain = true;
        cursor.advance();
        while (cursor.atName()) {
            String name = cursor.name();
            cursor.advance();
            switch (name) {
                case "type" -> {
                    plain &= !cursor.at(JsonToken.VALUE_STRING) || "custom".equals(cursor.text());
                    cursor.skip();
                }
                case "defer_loading" -> {
                    plain &= !cursor.at(JsonToken.VALUE_TRUE);
                    cursor.skip();
                }
                case "allowed_callers" -> plain &= "[\"direct\"]".equals(cursor.skipWritten());
                default -> cursor.skip();
            }
        }
        cursor.advance();
        return plain;
    }

    private int toolChoice() throws IOException {
        if (!cursor.at(JsonToken.START_OBJECT)) {
            cursor.skip();
            return 0;
        }
        cursor.advance();
        while (cursor.atName()) {
            String name = cursor.name();
            cursor.advance();
            if ("type".equals(name) && cursor.at(JsonToken.VALUE_STRING)) {
                String type = cursor.text();
                if ("any".equals(type) || "tool".equals(type)) {
                    needs.add(Feature.TOOL_CHOICE);
                }
            }
            if ("disable_parallel_tool_use".equals(name) && cursor.at(JsonToken.VALUE_TRUE)) {
                needs.add(Feature.SERIAL_TOOLS);
            }
            cursor.skip();
        }
        cursor.advance();
        return 0;
    }

    private int stops() throws IOException {
        boolean list = cursor.at(JsonToken.START_ARRAY);
        if (cursor.skipMeasured() > "[]".length() && list) {
            needs.add(Feature.STOP);
        }
        return 0;
    }

    private int outputConfig() throws IOException {
        if (!cursor.at(JsonToken.START_OBJECT)) {
            cursor.skip();
            return 0;
        }
        int bytes = 0;
        cursor.advance();
        while (cursor.atName()) {
            String name = cursor.name();
            cursor.advance();
            switch (name) {
                case "format" -> bytes += format();
                case "effort" -> effort();
                default -> {
                    unknown.accept("output_config." + name);
                    cursor.skip();
                }
            }
        }
        cursor.advance();
        return bytes;
    }

    /** High is what a model does unasked. */
    private void effort() throws IOException {
        if (cursor.at(JsonToken.VALUE_STRING) && !"high".equals(cursor.text())) {
            needs.add(Feature.REASONING);
        }
        cursor.skip();
    }

    private int format() throws IOException {
        boolean object = cursor.at(JsonToken.START_OBJECT);
        int bytes = cursor.skipMeasured();
        if (!object) {
            return 0;
        }
        needs.add(Feature.JSON_SCHEMA);
        return bytes;
    }
}
