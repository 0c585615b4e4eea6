package io.signalbox.dialect.responses;

import io.signalbox.chat.BodyMember;
import io.signalbox.chat.BodyPass;
import java.util.Map;

/** The members of a request Signalbox knows; {@code spliced} ones may have to change on the way to the provider. */
enum RequestField implements BodyMember {
    MODEL("model", true),
    MODELS("models", true),
    SIGNALBOX("signalbox", true),
    INPUT("input", true),
    MAX_OUTPUT_TOKENS("max_output_tokens", true),
    STORE("store", true),
    INCLUDE("include", true),
    PREVIOUS_RESPONSE_ID("previous_response_id", true),
    STREAM("stream", false),
    STREAM_OPTIONS("stream_options", false),
    INSTRUCTIONS("instructions", false),
    TOOLS("tools", false),
    TOOL_CHOICE("tool_choice", false),
    PARALLEL_TOOL_CALLS("parallel_tool_calls", false),
    TEXT("text", false),
    REASONING("reasoning", false),
    TEMPERATURE("temperature", false),
    TOP_P("top_p", false),
    TOP_LOGPROBS("top_logprobs", false),
    METADATA("metadata", false),
    SERVICE_TIER("service_tier", false),
    TRUNCATION("truncation", false),
    BACKGROUND("background", false),
    CONVERSATION("conversation", false),
    PROMPT("prompt", false),
    USER("user", false),
    SAFETY_IDENTIFIER("safety_identifier", false),
    PROMPT_CACHE_KEY("prompt_cache_key", false),
    PROMPT_CACHE_RETENTION("prompt_cache_retention", false);

    static final Map<String, RequestField> BY_NAME = BodyPass.byName(values());

    private final String wireName;
    private final boolean spliced;

    RequestField(String wireName, boolean spliced) {
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
