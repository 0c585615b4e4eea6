package io.signalbox.compatibility;

/** What a cell of the matrix asks for. */
enum Wish {
    TEXT("text"),
    TOOLS("tools"),
    SCHEMA("JSON schema"),
    IMAGE("image"),
    REASONING("reasoning"),
    /** A tool is called after thinking, and its result given back with all that came before. */
    EXCHANGE("tool result after thoughts");

    static final String QUESTION = "How is the weather in Köln?";
    static final String TOOL = "get_weather";
    static final String PARAMETERS =
            "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},\"required\":[\"city\"]}";
    static final String ANSWER_SCHEMA = "{\"type\":\"object\",\"properties\":{\"sky\":{\"type\":\"string\"},"
            + "\"degrees\":{\"type\":\"integer\"}},\"required\":[\"sky\",\"degrees\"],\"additionalProperties\":false}";
    /** One transparent pixel. */
    static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

    private final String title;

    Wish(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
