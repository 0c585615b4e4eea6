package io.signalbox.dialect.gemini;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a model's name tells of how it wants to be asked: {@code gemini-2.5-flash}, {@code gemini-3-pro-preview}, {@code gemini-flash-latest}. */
record ModelName(String name) {

    private static final Pattern NUMBERED = Pattern.compile("gemini-(\\d{1,3})(?!\\d).*");
    private static final Pattern LATEST = Pattern.compile("gemini-[a-z-]+-latest");
    private static final int LEVELS_SINCE = 3;

    /** From the third generation on they think by levels and insist on signatures. */
    boolean hasLevels() {
        Matcher numbered = NUMBERED.matcher(name);
        return numbered.matches()
                ? Integer.parseInt(numbered.group(1)) >= LEVELS_SINCE
                : LATEST.matcher(name).matches();
    }

    /** Until the third generation a model could either call functions or be held to JSON. */
    boolean choosesToolsOrJson() {
        return NUMBERED.matcher(name).matches() && !hasLevels();
    }

    boolean isPro() {
        return name.contains("-pro");
    }

    /** The first Pro model with levels knows but two of them, low and high. */
    boolean hasTwoLevels() {
        return name.startsWith("gemini-3-pro");
    }
}
