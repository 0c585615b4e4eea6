package io.signalbox.dialect.input;

import io.signalbox.chat.BodyMember;
import io.signalbox.chat.BodyPass;
import java.util.Map;

/** The members Signalbox knows of a body that holds inputs. */
enum InputField implements BodyMember {
    MODEL("model", true),
    MODELS("models", true),
    SIGNALBOX("signalbox", true),
    ENCODING_FORMAT("encoding_format", true),
    INPUT("input", false),
    DIMENSIONS("dimensions", false),
    INPUT_TYPE("input_type", false),
    METADATA("metadata", false),
    USER("user", false);

    static final Map<String, InputField> BY_NAME = BodyPass.byName(values());

    private final String wireName;
    private final boolean spliced;

    InputField(String wireName, boolean spliced) {
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
