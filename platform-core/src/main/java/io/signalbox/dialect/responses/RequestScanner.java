package io.signalbox.dialect.responses;

import com.fasterxml.jackson.core.JsonToken;
import io.signalbox.catalog.Feature;
import io.signalbox.chat.BodyPass;
import io.signalbox.chat.OptionsReader;
import io.signalbox.chat.RequestFault;
import io.signalbox.chat.ValueReader;
import io.signalbox.json.JsonCursor;
import io.signalbox.money.ServiceTier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The pass behind {@link ResponsesScan}: reads the members Signalbox acts on and notes where those stand that must change. */
final class RequestScanner {

    static final String THOUGHTS = "reasoning.encrypted_content";
    static final String LOGPROBS = "message.output_text.logprobs";

    private static final int ID_CHARS_MAX = 256;

    final BodyPass<RequestField> body;

    String model = "";
    List<String> models = List.of();
    boolean stream;
    boolean keeps = true;
    Map<String, String> options = Map.of();
    Optional<String> previous = Optional.empty();

    @Nullable
    String metadataTask;

    @Nullable
    InputMeter input;

    long outputLimit;
    long promptBytes;
    boolean instructed;
    Includes includes = Includes.NONE;
    final Set<Feature> needs = EnumSet.noneOf(Feature.class);
    Optional<ServiceTier> serviceTier = Optional.empty();
    final List<String> nativeOnly = new ArrayList<>(0);

    /** The {@code include} list: whether it holds what matters here, and how many it holds. */
    record Includes(boolean thoughts, int count) {
        static final Includes NONE = new Includes(false, 0);
    }

    private RequestScanner(byte[] bytes) {
        this.body = new BodyPass<>(bytes, RequestField.BY_NAME);
    }

    static RequestScanner scan(byte[] bytes) {
        RequestScanner scanner = new RequestScanner(bytes);
        scanner.body.run(scanner::read);
        scanner.check();
        return scanner;
    }

    private void check() {
        if (model.isEmpty() && models.isEmpty()) {
            throw RequestFault.invalid("model", "'model' is missing: name a model, or smart-select");
        }
        if (items() == 0 && previous.isEmpty()) {
            throw RequestFault.invalid("input", "'input' must be a string or a list with at least one item");
        }
    }

    int items() {
        return input == null ? 0 : input.items();
    }

    private void read(RequestField field, JsonCursor cursor) throws IOException {
        ValueReader values = new ValueReader(cursor);
        switch (field) {
            case MODEL -> model = values.model();
            case MODELS -> models = values.models();
            case SIGNALBOX -> options = new OptionsReader(cursor).options();
            case METADATA -> metadataTask = new OptionsReader(cursor).metadataTask();
            case STREAM -> stream = cursor.takeFlag("stream");
            case STORE -> keeps = values.isNull() || cursor.takeFlag("store");
            case MAX_OUTPUT_TOKENS -> outputLimit = values.count("max_output_tokens", Long.MAX_VALUE, 0);
            case INPUT -> readInput(cursor);
            case INSTRUCTIONS -> readInstructions(cursor);
            case INCLUDE -> includes = readIncludes(cursor);
            case PREVIOUS_RESPONSE_ID -> previous = values.isNull() ? Optional.empty() : id(cursor);
            case BACKGROUND -> refuseBackground(cursor);
            case CONVERSATION, PROMPT -> refuseStored(field, cursor);
            default -> {
                RequestNeeds reader = new RequestNeeds(cursor, needs, nativeOnly);
                promptBytes += reader.read(field);
                serviceTier = reader.serviceTier().or(() -> serviceTier);
            }
        }
    }

    private void readInput(JsonCursor cursor) throws IOException {
        if (new ValueReader(cursor).isNull()) {
            return;
        }
        input = new InputMeter(cursor, needs);
        input.read();
        promptBytes += input.bytes();
    }

    private void readInstructions(JsonCursor cursor) throws IOException {
        if (new ValueReader(cursor).isNull()) {
            return;
        }
        if (!cursor.at(JsonToken.VALUE_STRING)) {
            throw RequestFault.invalid("instructions", "'instructions' must be a string");
        }
        instructed = true;
        promptBytes += cursor.skipMeasured() - 2L;
    }

    private Includes readIncludes(JsonCursor cursor) throws IOException {
        if (new ValueReader(cursor).isNull()) {
            return Includes.NONE;
        }
        if (!cursor.at(JsonToken.START_ARRAY)) {
            throw RequestFault.invalid("include", "'include' must be a list");
        }
        boolean thoughts = false;
        int count = 0;
        cursor.advance();
        while (!cursor.at(JsonToken.END_ARRAY)) {
            if (!cursor.at(JsonToken.VALUE_STRING)) {
                throw RequestFault.invalid("include", "'include' must be a list of strings");
            }
            String each = cursor.takeText();
            thoughts |= each.equals(THOUGHTS);
            if (each.equals(LOGPROBS)) {
                needs.add(Feature.LOGPROBS);
            }
            count++;
        }
        cursor.advance();
        return new Includes(thoughts, count);
    }

    private static Optional<String> id(JsonCursor cursor) throws IOException {
        String id = cursor.at(JsonToken.VALUE_STRING) ? cursor.takeText() : "";
        if (id.isEmpty() || id.length() > ID_CHARS_MAX) {
            throw RequestFault.invalid("previous_response_id", "'previous_response_id' must be the id of a response");
        }
        return Optional.of(id);
    }

    private static void refuseBackground(JsonCursor cursor) throws IOException {
        if (cursor.takeFlag("background")) {
            throw RequestFault.unsupported(
                    "background", "'background' is not offered: leave it out and stream the answer instead");
        }
    }

    /** What lies at one provider cannot be had from another, nor be kept under the tenant's own rules. */
    private static void refuseStored(RequestField field, JsonCursor cursor) throws IOException {
        if (!new ValueReader(cursor).isNull()) {
            String name = field.wireName();
            throw RequestFault.unsupported(
                    name, "'" + name + "' names something stored at a provider: send its content in 'input' instead");
        }
    }
}
