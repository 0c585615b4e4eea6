package io.signalbox.dialect.completions;

import io.signalbox.chat.BodyMember;
import io.signalbox.chat.BodyPass;
import java.util.Map;

/** What a legacy request has that a chat request has not, or the other way round. */
enum PromptField implements BodyMember {
    PROMPT("prompt", true),
    SUFFIX("suffix", true),
    ECHO("echo", true),
    BEST_OF("best_of", true),
    LOGPROBS("logprobs", true),
    MAX_TOKENS("max_tokens", true),
    MESSAGES("messages", false),
    TOOLS("tools", false),
    FUNCTIONS("functions", false),
    MODALITIES("modalities", false),
    AUDIO("audio", false);

    static final Map<String, PromptField> BY_NAME = BodyPass.byName(values());

    private final String wireName;
    private final boolean spliced;

    PromptField(String wireName, boolean spliced) {
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
