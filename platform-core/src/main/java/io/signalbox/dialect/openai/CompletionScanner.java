package io.signalbox.dialect.openai;

import com.fasterxml.jackson.core.JsonToken;
import io.signalbox.catalog.Feature;
import io.signalbox.chat.OptionsReader;
import io.signalbox.chat.RequestFault;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.json.JsonCursor;
import io.signalbox.json.Member;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The pass behind {@link CompletionScan}: reads the members Signalbox acts on and notes where those stand that must change. */
final class CompletionScanner {

    private static final int MODELS_MAX = 8;
    private static final int CHOICES_MAX = 128;
    private static final int NAME_CHARS_MAX = 256;

    private static final int UNKNOWN_MAX = 32;

    /** A member that is known; {@code spliced} ones may have to change on the way to the provider. */
    enum Field {
        MODEL("model", true),
        MODELS("models", true),
        SIGNALBOX("signalbox", true),
        STREAM("stream", false),
        STREAM_OPTIONS("stream_options", true),
        MAX_COMPLETION_TOKENS("max_completion_tokens", true),
        MAX_TOKENS("max_tokens", true),
        CHOICES("n", false),
        MESSAGES("messages", false),
        TOOLS("tools", false),
        FUNCTIONS("functions", false),
        RESPONSE_FORMAT("response_format", false),
        METADATA("metadata", false),
        TOOL_CHOICE("tool_choice", false),
        PARALLEL_TOOL_CALLS("parallel_tool_calls", false),
        STOP("stop", false),
        TEMPERATURE("temperature", false),
        TOP_P("top_p", false),
        TOP_K("top_k", false),
        SEED("seed", false),
        LOGPROBS("logprobs", false),
        TOP_LOGPROBS("top_logprobs", false),
        LOGIT_BIAS("logit_bias", false),
        FREQUENCY_PENALTY("frequency_penalty", false),
        PRESENCE_PENALTY("presence_penalty", false),
        REASONING_EFFORT("reasoning_effort", false),
        PREDICTION("prediction", false),
        SERVICE_TIER("service_tier", false),
        WEB_SEARCH("web_search_options", false),
        MODALITIES("modalities", false),
        AUDIO("audio", false),
        USER("user", false),
        STORE("store", false),
        PROMPT_CACHE_KEY("prompt_cache_key", false),
        SAFETY_IDENTIFIER("safety_identifier", false);

        private static final Map<String, Field> BY_NAME = byName();

        final String wireName;
        final boolean spliced;

        Field(String wireName, boolean spliced) {
            this.wireName = wireName;
            this.spliced = spliced;
        }

        private static Map<String, Field> byName() {
            Map<String, Field> fields = new HashMap<>();
            for (Field each : values()) {
                fields.put(each.wireName, each);
            }
            return Map.copyOf(fields);
        }
    }

    record Spliced(Field field, Member member) {}

    final byte[] bytes;
    final List<Spliced> spliced = new ArrayList<>(6);
    int members;
    int lastEnd;

    String model = "";
    List<String> models = List.of();
    boolean stream;
    StreamOptions streamOptions = StreamOptions.NONE;
    Map<String, String> options = Map.of();

    @Nullable
    String metadataTask;

    long maxCompletionTokens;
    long maxTokens;
    int choices = 1;
    long inputBytes;
    int messages;
    final Set<Feature> needs = EnumSet.noneOf(Feature.class);
    final List<String> unknown = new ArrayList<>(0);

    private final JsonCursor cursor;
    private long seen;

    private CompletionScanner(byte[] bytes, JsonCursor cursor) {
        this.bytes = bytes;
        this.cursor = cursor;
    }

    static CompletionScanner scan(byte[] bytes) {
        try (JsonCursor cursor = new JsonCursor(bytes)) {
            CompletionScanner scanner = new CompletionScanner(bytes, cursor);
            scanner.readRoot();
            scanner.check();
            return scanner;
        } catch (IOException malformed) {
            throw Fault.of(
                    FaultCode.INVALID_JSON,
                    "The request body is not a valid JSON object of at most " + JsonCursor.DEPTH_MAX + " levels ("
                            + JsonCursor.place(malformed) + ").");
        }
    }

    private void readRoot() throws IOException {
        cursor.openRoot();
        while (cursor.atName()) {
            @Nullable Field field = Field.BY_NAME.get(cursor.name());
            if (field == null) {
                noteUnknown(cursor.name());
                cursor.advance();
                cursor.skip();
            } else {
                once(field);
                readMember(field);
            }
            members++;
        }
        lastEnd = cursor.previousEnd();
        cursor.closeRoot();
    }

    private void readMember(Field field) throws IOException {
        if (!field.spliced) {
            cursor.advance();
            read(field);
            return;
        }
        int keyStart = cursor.start();
        int previousEnd = cursor.previousEnd();
        cursor.advance();
        int valueStart = cursor.start();
        read(field);
        spliced.add(new Spliced(field, new Member(members, previousEnd, keyStart, valueStart, cursor.previousEnd())));
    }

    /** Whether Signalbox knows a member of this name, so that a translation has a place for it or the planner sees that it needs none. */
    static boolean isKnown(String name) {
        return Field.BY_NAME.containsKey(name);
    }

    private void need(Feature feature, boolean needed) {
        if (needed) {
            needs.add(feature);
        }
    }

    /** Beyond the bound the last name stands for the rest: one is enough to know that there are some. */
    private void noteUnknown(String name) {
        if (unknown.size() < UNKNOWN_MAX) {
            unknown.add(name.length() <= NAME_CHARS_MAX ? name : name.substring(0, NAME_CHARS_MAX));
        }
    }

    private void once(Field field) {
        long bit = 1L << field.ordinal();
        if ((seen & bit) != 0) {
            throw RequestFault.invalid(field.wireName, "'" + field.wireName + "' is given twice");
        }
        seen |= bit;
    }

    private void check() {
        if (model.isEmpty() && models.isEmpty()) {
            throw RequestFault.invalid("model", "'model' is missing: name a model, or smart-select");
        }
        if (messages == 0) {
            throw RequestFault.invalid("messages", "'messages' must be a list with at least one message");
        }
    }

    private void read(Field field) throws IOException {
        switch (field) {
            case MODEL -> model = isNull() ? "" : name("model");
            case MODELS -> models = isNull() ? List.of() : names();
            case STREAM -> stream = cursor.takeFlag("stream");
            case STREAM_OPTIONS -> streamOptions = StreamOptions.read(cursor);
            case MAX_COMPLETION_TOKENS -> maxCompletionTokens = count("max_completion_tokens", Long.MAX_VALUE, 0);
            case MAX_TOKENS -> maxTokens = count("max_tokens", Long.MAX_VALUE, 0);
            case CHOICES -> {
                choices = (int) count("n", CHOICES_MAX, 1);
                need(Feature.CHOICES, choices > 1);
            }
            case MESSAGES -> readMessages();
            case TOOLS, FUNCTIONS -> readTools();
            case RESPONSE_FORMAT -> readResponseFormat();
            case SIGNALBOX -> options = new OptionsReader(cursor).options();
            case METADATA -> metadataTask = new OptionsReader(cursor).metadataTask();
            default -> new NeedReader(cursor, needs).read(field);
        }
    }

    /** Moves over a null and says whether there was one; null is as good as absent. */
    private boolean isNull() throws IOException {
        if (!cursor.at(JsonToken.VALUE_NULL)) {
            return false;
        }
        cursor.advance();
        return true;
    }

    private String name(String param) throws IOException {
        if (!cursor.at(JsonToken.VALUE_STRING)) {
            throw RequestFault.invalid(param, "'" + param + "' must be a string");
        }
        String name = cursor.takeText();
        if (name.isBlank() || name.length() > NAME_CHARS_MAX) {
            throw RequestFault.invalid(param, "'" + param + "' must have 1 to " + NAME_CHARS_MAX + " characters");
        }
        return name;
    }

    private List<String> names() throws IOException {
        if (!cursor.at(JsonToken.START_ARRAY)) {
            throw RequestFault.invalid("models", "'models' must be a list of model names");
        }
        List<String> names = new ArrayList<>(MODELS_MAX);
        cursor.advance();
        while (!cursor.at(JsonToken.END_ARRAY)) {
            if (names.size() == MODELS_MAX) {
                throw RequestFault.invalid("models", "'models' may name at most " + MODELS_MAX + " models");
            }
            names.add(name("models"));
        }
        cursor.advance();
        return List.copyOf(names);
    }

    private long count(String param, long max, long otherwise) throws IOException {
        if (isNull()) {
            return otherwise;
        }
        long count = cursor.at(JsonToken.VALUE_NUMBER_INT) ? cursor.takeInteger() : 0;
        if (count < 1 || count > max) {
            throw RequestFault.invalid(
                    param,
                    "'" + param + "' must be a whole number of at least 1"
                            + (max == Long.MAX_VALUE ? "" : " and at most " + max));
        }
        return count;
    }

    private void readMessages() throws IOException {
        PromptMeter meter = new PromptMeter(cursor);
        meter.readMessages();
        messages = meter.messages();
        inputBytes += meter.bytes();
        needs.addAll(meter.needs());
    }

    private void readTools() throws IOException {
        if (isNull()) {
            return;
        }
        if (!cursor.at(JsonToken.START_ARRAY)) {
            throw RequestFault.invalid("tools", "'tools' must be a list");
        }
        NeedReader reader = new NeedReader(cursor, needs);
        inputBytes += reader.readTools();
    }

    private void readResponseFormat() throws IOException {
        if (!cursor.at(JsonToken.START_OBJECT)) {
            cursor.skip();
            return;
        }
        int start = cursor.start();
        cursor.advance();
        while (cursor.atName()) {
            boolean isType = "type".equals(cursor.name());
            cursor.advance();
            if (isType && cursor.at(JsonToken.VALUE_STRING)) {
                String type = cursor.takeText();
                need(Feature.JSON_SCHEMA, "json_schema".equals(type));
                need(Feature.JSON_MODE, "json_object".equals(type));
            } else {
                cursor.skip();
            }
        }
        cursor.advance();
        inputBytes += needs.contains(Feature.JSON_SCHEMA) ? cursor.previousEnd() - start : 0;
    }
}
