package io.signalbox.e2e.gateway;

import java.util.List;

/** A provider of {@link RawProviders}, with two models of its own: the second serves when the first fails. */
public enum Maker {
    OPENAI("/v1", "gpt-4o", "gpt-4o-mini", Tongue.CHAT),
    ANTHROPIC("", "claude-sonnet-4.5", "claude-haiku-4.5", Tongue.MESSAGES),
    GEMINI("/v1beta", "gemini-2.5-pro", "gemini-2.5-flash", Tongue.GEMINI);

    private final String basePath;
    private final String first;
    private final String second;
    private final Tongue tongue;

    Maker(String basePath, String first, String second, Tongue tongue) {
        this.basePath = basePath;
        this.first = first;
        this.second = second;
        this.tongue = tongue;
    }

    String basePath() {
        return basePath;
    }

    public List<String> models() {
        return List.of(first, second);
    }

    public String model() {
        return second;
    }

    /** How it streams to a request of {@code shape}: OpenAI has two ways. */
    public Tongue tongue(Shape shape) {
        return this == OPENAI && shape == Shape.RESPONSES ? Tongue.RESPONSES : tongue;
    }
}
