package io.signalbox.route;

/**
 * What the planner may know of a request, and never its text. {@code inputBytes} bounds the prompt's UTF-8 size, {@code messages} counts its
 * messages, {@code outputTokens} is the client's limit times {@code choices} or 0 when it gave none.
 */
public record RequestFacts(
        long inputBytes,
        int messages,
        long outputTokens,
        int choices,
        boolean tools,
        boolean jsonSchema,
        boolean images) {}
