package io.signalbox.e2e.gateway;

/** Bodies of chat requests. */
public final class Chats {

    private Chats() {}

    public static String plain(String model, String text) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
    }

    /** With an output limit, so that what is reserved is small. */
    public static String plain(String model, String text, int maxTokens) {
        return with(plain(model, text), "\"max_tokens\":" + maxTokens);
    }

    public static String streamed(String model, String text) {
        return with(plain(model, text), "\"stream\":true");
    }

    public static String streamed(String model, String text, int maxTokens) {
        return with(streamed(model, text), "\"max_tokens\":" + maxTokens);
    }

    public static String streamedWithUsage(String model, String text) {
        return with(streamed(model, text), "\"stream_options\":{\"include_usage\":true}");
    }

    /** A list of models instead of one: the next serves when one fails. */
    public static String firstOf(String text, String... models) {
        return "{\"models\":[\"" + String.join("\",\"", models) + "\"],\"messages\":[{\"role\":\"user\",\"content\":\""
                + text + "\"}],\"max_tokens\":64}";
    }

    /** {@code body} with more members. */
    public static String with(String body, String members) {
        return body.substring(0, body.length() - 1) + "," + members + "}";
    }
}
