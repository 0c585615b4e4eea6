package io.signalbox.catalog;

/** The shape a request arrived in: one for each surface that takes model requests. */
public enum Wire {
    CHAT("chat", Operation.CHAT),
    RESPONSES("responses", Operation.CHAT),
    MESSAGES("messages", Operation.CHAT),
    COMPLETIONS("completions", Operation.CHAT),
    EMBEDDINGS("embeddings", Operation.EMBEDDING),
    MODERATIONS("moderations", Operation.MODERATION);

    private final String wireName;
    private final Operation operation;

    Wire(String wireName, Operation operation) {
        this.wireName = wireName;
        this.operation = operation;
    }

    /** The name in the provider book and in documents. */
    public String wireName() {
        return wireName;
    }

    public Operation operation() {
        return operation;
    }
}
