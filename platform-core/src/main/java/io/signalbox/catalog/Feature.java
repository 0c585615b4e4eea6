package io.signalbox.catalog;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Something a request may need and a model or its provider may lack. The planner skips who lacks it; when nobody is left, the caller is told
 * which parameter it was. Only what changes the answer is a feature: a mere hint is mapped or ignored, as the compatibility page says.
 */
public enum Feature {
    TOOLS("tools", "call tools"),
    BUILT_IN_TOOLS("tools", "run the provider-side tools of another protocol"),
    TOOL_CHOICE("tool_choice", "be made to call a certain tool"),
    SERIAL_TOOLS("parallel_tool_calls", "be kept to one tool call at a time"),
    JSON_MODE("response_format", "be held to JSON"),
    JSON_SCHEMA("response_format", "follow a JSON schema"),
    IMAGES("messages", "read images"),
    IMAGE_URLS("messages", "fetch images from a URL"),
    AUDIO_IN("messages", "read audio"),
    AUDIO_OUT("modalities", "speak"),
    FILES("messages", "read files"),
    OTHER_PARTS("messages", "read a content part of this type"),
    REASONING("reasoning_effort", "reason with a given effort"),
    CHOICES("n", "give more than one choice"),
    SEED("seed", "sample from a seed"),
    LOGPROBS("logprobs", "tell log probabilities"),
    LOGIT_BIAS("logit_bias", "bias single tokens"),
    FREQUENCY_PENALTY("frequency_penalty", "penalise frequent tokens"),
    PRESENCE_PENALTY("presence_penalty", "penalise tokens that are present"),
    TEMPERATURE("temperature", "sample at a given temperature"),
    TOP_P("top_p", "sample from a given probability mass"),
    TOP_K("top_k", "sample from the k likeliest tokens"),
    STOP("stop", "stop at a given sequence"),
    PREDICTION("prediction", "use a predicted output"),
    SERVICE_TIER("service_tier", "be asked for this service tier"),
    WEB_SEARCH("web_search_options", "search the web"),
    DIMENSIONS("dimensions", "shorten embeddings"),
    TOKEN_INPUT("input", "read token numbers"),
    CUSTOM_TOOLS("tools", "call tools that take any text"),
    LONG_CONTEXT("anthropic-beta", "be asked for a longer context at another price");

    private final String param;
    private final String phrase;

    Feature(String param, String phrase) {
        this.param = param;
        this.phrase = phrase;
    }

    /** The parameter of a chat request that asks for it. */
    public String param() {
        return param;
    }

    /** Completes "this model cannot …". */
    public String phrase() {
        return phrase;
    }

    /** The name in the provider book: {@code json_schema}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Feature> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(each -> each.wireName().equals(name))
                .findFirst();
    }
}
