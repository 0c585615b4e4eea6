package io.signalbox.catalog;

import java.util.EnumSet;
import java.util.Set;

/** A provider's wire protocol: which operations it knows, and what none of its speakers can be asked, whatever the model. */
public enum Protocol {
    OPENAI("openai", EnumSet.allOf(Operation.class), EnumSet.noneOf(Feature.class)),
    AZURE("azure", EnumSet.of(Operation.CHAT, Operation.EMBEDDING), EnumSet.noneOf(Feature.class)),
    ANTHROPIC(
            "anthropic",
            EnumSet.of(Operation.CHAT),
            EnumSet.of(
                    Feature.AUDIO_IN,
                    Feature.AUDIO_OUT,
                    Feature.CHOICES,
                    Feature.SEED,
                    Feature.LOGPROBS,
                    Feature.LOGIT_BIAS,
                    Feature.FREQUENCY_PENALTY,
                    Feature.PRESENCE_PENALTY,
                    Feature.PREDICTION,
                    Feature.WEB_SEARCH)),
    GEMINI(
            "gemini",
            EnumSet.of(Operation.CHAT, Operation.EMBEDDING),
            EnumSet.of(
                    Feature.AUDIO_OUT,
                    Feature.LOGIT_BIAS,
                    Feature.PREDICTION,
                    Feature.SERVICE_TIER,
                    Feature.SERIAL_TOOLS,
                    Feature.WEB_SEARCH,
                    Feature.TOKEN_INPUT)),
    BEDROCK(
            "bedrock",
            EnumSet.of(Operation.CHAT),
            EnumSet.of(
                    Feature.AUDIO_IN,
                    Feature.AUDIO_OUT,
                    Feature.IMAGE_URLS,
                    Feature.CHOICES,
                    Feature.SEED,
                    Feature.LOGPROBS,
                    Feature.LOGIT_BIAS,
                    Feature.FREQUENCY_PENALTY,
                    Feature.PRESENCE_PENALTY,
                    Feature.PREDICTION,
                    Feature.SERVICE_TIER,
                    Feature.SERIAL_TOOLS,
                    Feature.WEB_SEARCH)),
    COHERE(
            "cohere",
            EnumSet.of(Operation.CHAT, Operation.EMBEDDING),
            EnumSet.of(
                    Feature.AUDIO_IN,
                    Feature.AUDIO_OUT,
                    Feature.FILES,
                    Feature.CHOICES,
                    Feature.LOGPROBS,
                    Feature.LOGIT_BIAS,
                    Feature.PREDICTION,
                    Feature.SERVICE_TIER,
                    Feature.SERIAL_TOOLS,
                    Feature.WEB_SEARCH,
                    Feature.TOKEN_INPUT)),
    OLLAMA(
            "ollama",
            EnumSet.of(Operation.CHAT, Operation.EMBEDDING),
            EnumSet.of(
                    Feature.AUDIO_IN,
                    Feature.AUDIO_OUT,
                    Feature.FILES,
                    Feature.IMAGE_URLS,
                    Feature.CHOICES,
                    Feature.LOGIT_BIAS,
                    Feature.PREDICTION,
                    Feature.SERVICE_TIER,
                    Feature.TOOL_CHOICE,
                    Feature.SERIAL_TOOLS,
                    Feature.WEB_SEARCH,
                    Feature.TOKEN_INPUT));

    private final String wireName;
    private final Set<Operation> operations;
    private final Set<Feature> lacks;

    Protocol(String wireName, Set<Operation> operations, Set<Feature> lacks) {
        this.wireName = wireName;
        this.operations = operations;
        this.lacks = lacks;
    }

    /** The name in the provider book. */
    public String wireName() {
        return wireName;
    }

    public boolean knows(Operation operation) {
        return operations.contains(operation);
    }

    public boolean lacks(Feature feature) {
        return lacks.contains(feature);
    }
}
