package io.signalbox.dialect.openai;

import com.fasterxml.jackson.core.JsonToken;
import io.signalbox.catalog.Feature;
import io.signalbox.chat.BodyMember;
import io.signalbox.chat.BodyPass;
import io.signalbox.chat.OptionsReader;
import io.signalbox.chat.RequestFault;
import io.signalbox.chat.ValueReader;
import io.signalbox.json.JsonCursor;
import io.signalbox.json.Member;
import io.signalbox.money.ServiceTier;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The pass behind {@link CompletionScan}: reads the members Signalbox acts on and notes where those stand that must change. */
final class CompletionScanner {

    private static final int CHOICES_MAX = 128;

    /** A member that is known; {@code spliced} ones may have to change on the way to the provider. */
    enum Field implements BodyMember {
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
        METADATA("metadata", true),
        TOOL_CHOICE("tool_choice", false),
        PARALLEL_TOOL_CALLS("parallel_tool_calls", false),
        STOP("stop", false),
        TEMPERATURE("temperature", false),
        TOP_P("top_p", false),
        TOP_K("top_k", false),
        SEED("seed", true),
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
        USER("user", true),
        STORE("store", true),
        PROMPT_CACHE_KEY("prompt_cache_key", true),
        SAFETY_IDENTIFIER("safety_identifier", true);

        private static final Map<String, Field> BY_NAME = BodyPass.byName(values());

        private final String wireName;
        private final boolean spliced;

        Field(String wireName, boolean spliced) {
            this.wireName = wireName;
            this.spliced = spliced;
        }

        @Override
        public String wireName() {
            return wireName;
        }

        @Override
        public boolean isSpliced() {
            return spliced;
        }
    }

    final BodyPass<Field> body;

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
    Set<Member> foreign = Set.of();
    final Set<Feature> needs = EnumSet.noneOf(Feature.class);
    Optional<ServiceTier> serviceTier = Optional.empty();

    private CompletionScanner(byte[] bytes) {
        this.body = new BodyPass<>(bytes, Field.BY_NAME);
    }

    static CompletionScanner scan(byte[] bytes) {
        CompletionScanner scanner = new CompletionScanner(bytes);
        scanner.body.run(scanner::read);
        scanner.check();
        return scanner;
    }

    /** Whether Signalbox knows a member of this name, so that a translation has a place for it or the planner sees that it needs none. */
    static boolean isKnown(String name) {
        return Field.BY_NAME.containsKey(name);
    }

    /** The client's limit for each choice; 0 when it gave none. */
    long outputLimit() {
        return maxCompletionTokens > 0 ? maxCompletionTokens : maxTokens;
    }

    private void need(Feature feature, boolean needed) {
        if (needed) {
            needs.add(feature);
        }
    }

    private void check() {
        if (model.isEmpty() && models.isEmpty()) {
            throw RequestFault.invalid("model", "'model' is missing: name a model, or smart-select");
        }
        if (messages == 0) {
            throw RequestFault.invalid("messages", "'messages' must be a list with at least one message");
        }
    }

    private void read(Field field, JsonCursor cursor) throws IOException {
        ValueReader values = new ValueReader(cursor);
        switch (field) {
            case MODEL -> model = values.model();
            case MODELS -> models = values.models();
            case STREAM -> stream = cursor.takeFlag("stream");
            case STREAM_OPTIONS -> streamOptions = StreamOptions.read(cursor);
            case MAX_COMPLETION_TOKENS ->
                maxCompletionTokens = values.count("max_completion_tokens", Long.MAX_VALUE, 0);
            case MAX_TOKENS -> maxTokens = values.count("max_tokens", Long.MAX_VALUE, 0);
            case CHOICES -> {
                choices = (int) values.count("n", CHOICES_MAX, 1);
                need(Feature.CHOICES, choices > 1);
            }
            case MESSAGES -> readMessages(cursor);
            case TOOLS, FUNCTIONS -> readTools(cursor);
            case RESPONSE_FORMAT -> readResponseFormat(cursor);
            case SIGNALBOX -> options = new OptionsReader(cursor).options();
            case METADATA -> metadataTask = new OptionsReader(cursor).metadataTask();
            default -> {
                NeedReader reader = new NeedReader(cursor, needs);
                reader.read(field);
                serviceTier = reader.serviceTier().or(() -> serviceTier);
            }
        }
    }

    private void readMessages(JsonCursor cursor) throws IOException {
        PromptMeter meter = new PromptMeter(cursor);
        meter.readMessages();
        messages = meter.messages();
        inputBytes += meter.bytes();
        needs.addAll(meter.needs());
        meter.places().forEach(place -> body.noteNested(Field.MESSAGES, place));
        foreign = meter.foreign();
    }

    private void readTools(JsonCursor cursor) throws IOException {
        if (new ValueReader(cursor).isNull()) {
            return;
        }
        if (!cursor.at(JsonToken.START_ARRAY)) {
            throw RequestFault.invalid("tools", "'tools' must be a list");
        }
        NeedReader reader = new NeedReader(cursor, needs);
        inputBytes += reader.readTools();
    }

    private void readResponseFormat(JsonCursor cursor) throws IOException {
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
