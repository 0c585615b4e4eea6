package io.signalbox.chat;

import java.time.Instant;

/** What an answer tells beside what the model said: {@code model} is the name that served. */
public record AnswerHead(String requestId, String model, Instant at, RequestScan scan) {}
