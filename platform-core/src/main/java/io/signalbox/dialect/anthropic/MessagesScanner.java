package io.signalbox.dialect.anthropic;

import com.fasterxml.jackson.core.JsonToken;
import io.signalbox.catalog.Feature;
import io.signalbox.chat.BodyPass;
import io.signalbox.chat.OptionsReader;
import io.signalbox.chat.RequestFault;
import io.signalbox.chat.ValueReader;
import io.signalbox.json.JsonCursor;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The pass behind {@link MessagesScan}: reads the members Signalbox acts on and notes where those stand that must change. */
final class MessagesScanner {

    /** Must be among the members that {@code PriceTerms} takes for charged. */
    private static final String COMPACTION = "context_management.compact";

    final BodyPass<MessagesField> body;
    final ForeignMarks marks = new ForeignMarks();
    final ThinkingEdits thinkingEdits = new ThinkingEdits();

    String model = "";
    List<String> models = List.of();
    boolean stream;
    Map<String, String> options = Map.of();
    UserMetadata metadata = UserMetadata.NONE;
    ThinkingWish thinking = ThinkingWish.NONE;
    boolean thoughtless;
    long maxTokens;
    long inputBytes;
    int messages;
    final Set<Feature> needs = EnumSet.noneOf(Feature.class);

    private MessagesScanner(byte[] bytes) {
        this.body = new BodyPass<>(bytes, MessagesField.BY_NAME);
    }

    /** {@code answered}: whether an answer is wanted, which needs an output limit, or just the number of tokens. */
    static MessagesScanner scan(byte[] bytes, boolean answered) {
        MessagesScanner scanner = new MessagesScanner(bytes);
        scanner.body.run(scanner::read);
        scanner.check(answered);
        return scanner;
    }

    private void check(boolean answered) {
        if (model.isEmpty() && models.isEmpty()) {
            throw RequestFault.invalid("model", "'model' is missing: name a model, or smart-select");
        }
        if (!body.hasSeen(MessagesField.MESSAGES)) {
            throw RequestFault.invalid("messages", "'messages' must be a list with at least one message");
        }
        if (answered && maxTokens == 0) {
            throw RequestFault.invalid(
                    "max_tokens", "'max_tokens' is missing: say how many tokens the answer may have at most");
        }
    }

    private void read(MessagesField field, JsonCursor cursor) throws IOException {
        ValueReader values = new ValueReader(cursor);
        switch (field) {
            case MODEL -> model = values.model();
            case MODELS -> models = values.models();
            case STREAM -> stream = cursor.takeFlag("stream");
            case MAX_TOKENS -> maxTokens = values.count("max_tokens", Long.MAX_VALUE, 0);
            case SIGNALBOX -> options = new OptionsReader(cursor).options();
            case METADATA -> metadata = UserMetadata.read(cursor);
            case THINKING -> {
                thinking = ThinkingWish.read(cursor);
                if (thinking.isOn()) {
                    needs.add(Feature.REASONING);
                }
            }
            case CONTEXT_MANAGEMENT -> {
                boolean given = !cursor.at(JsonToken.VALUE_NULL);
                thinkingEdits.read(cursor);
                if (given) {
                    // Only Anthropic knows it.
                    body.noteUnknown(thinkingEdits.summarises() ? COMPACTION : field.wireName());
                }
            }
            case SYSTEM -> {
                MessagesMeter meter = new MessagesMeter(cursor, needs, new ForeignMarks());
                meter.readSystem();
                add(meter);
            }
            case MESSAGES -> {
                MessagesMeter meter = new MessagesMeter(cursor, needs, marks);
                meter.readMessages();
                thoughtless = meter.isThoughtless();
                add(meter);
            }
            default -> inputBytes += new MessagesNeeds(cursor, needs, body::noteUnknown).read(field);
        }
    }

    /** Whether the model may not think: by a budget it can only where it has thought since the user last spoke. */
    boolean leavesOutThinking() {
        return thoughtless && thinking.hasBudget();
    }

    private void add(MessagesMeter meter) {
        messages += meter.messages();
        inputBytes += meter.bytes();
    }
}
