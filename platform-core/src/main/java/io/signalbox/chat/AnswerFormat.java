package io.signalbox.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The form an answer must have. */
public sealed interface AnswerFormat {

    static AnswerFormat text() {
        return new Text();
    }

    record Text() implements AnswerFormat {}

    /** Any JSON object. */
    record JsonObject() implements AnswerFormat {}

    record JsonSchema(String name, Optional<String> description, ObjectNode schema, boolean strict)
            implements AnswerFormat {}

    default <T> T fold(Supplier<T> text, Supplier<T> object, Function<JsonSchema, T> schema) {
        if (this instanceof Text) {
            return text.get();
        }
        if (this instanceof JsonObject) {
            return object.get();
        }
        return schema.apply((JsonSchema) this);
    }
}
