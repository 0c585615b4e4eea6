package io.signalbox.dialect.anthropic;

import io.signalbox.chat.BodyMember;
import io.signalbox.chat.BodyPass;
import java.util.Map;

/** A member of a Messages request that is known here; any other is left to providers of the same wire. */
enum MessagesField implements BodyMember {
    MODEL("model", true),
    MODELS("models", true),
    SIGNALBOX("signalbox", true),
    MAX_TOKENS("max_tokens", true),
    METADATA("metadata", true),
    THINKING("thinking", true),
    CONTEXT_MANAGEMENT("context_management", true),
    MESSAGES("messages", true),
    STREAM("stream", true),
    SYSTEM("system", false),
    TOOLS("tools", false),
    TOOL_CHOICE("tool_choice", false),
    STOP_SEQUENCES("stop_sequences", false),
    TEMPERATURE("temperature", false),
    TOP_P("top_p", false),
    TOP_K("top_k", false),
    SERVICE_TIER("service_tier", false),
    OUTPUT_CONFIG("output_config", false),
    OUTPUT_FORMAT("output_format", false),
    CACHE_CONTROL("cache_control", false),
    SPEED("speed", false),
    INFERENCE_GEO("inference_geo", false);

    static final Map<String, MessagesField> BY_NAME = BodyPass.byName(values());

    private final String wireName;
    private final boolean spliced;

    MessagesField(String wireName, boolean spliced) {
        this.wireName = wireName;
        this.spliced = spliced;
    }

    /** Whether what a member of this name says can be told to providers of other wires, or needs not be. */
    static boolean isTranslated(String name) {
        return BY_NAME.containsKey(name) && !name.equals(CONTEXT_MANAGEMENT.wireName);
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
