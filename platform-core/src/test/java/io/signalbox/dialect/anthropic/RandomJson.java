package io.signalbox.dialect.anthropic;

import java.util.Random;

/** Random members of a JSON object under names nobody knows, written in all the ways JSON may be. */
final class RandomJson {

    private static final String[] SPACES = {"", " ", "\n", "\t ", "  "};
    private static final String[] TEXTS = {"", "日本", "\\u65e5", "🙂", "\\\"", "\\\\", "a,b", "}{", "model", "data: x"};
    private static final String[] SCALARS = {
        "1", "-0.50", "1e9", "1E-2", "true", "false", "null", "123456789012345678901"
    };

    private final Random random;
    private int names;

    RandomJson(Random random) {
        this.random = random;
    }

    /** Up to {@code most} members, each followed by its comma. */
    String members(int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            text.append(member()).append(',').append(space());
        }
        return text.toString();
    }

    /** As {@link #members}, each after its comma. */
    String moreMembers(int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            text.append(',').append(space()).append(member());
        }
        return text.toString();
    }

    private String member() {
        return "\"x_" + names++ + pick(TEXTS) + "\"" + space() + ":" + space() + value(3) + space();
    }

    private String value(int depth) {
        return switch (random.nextInt(depth == 0 ? 2 : 4)) {
            case 0 -> pick(SCALARS);
            case 1 -> "\"" + pick(TEXTS) + pick(TEXTS) + "\"";
            case 2 -> "[" + space() + value(depth - 1) + "," + value(depth - 1) + "]";
            default ->
                "{" + space() + "\"model\":" + value(depth - 1) + ",\"usage\"" + space() + ":" + value(depth - 1) + "}";
        };
    }

    private String space() {
        return pick(SPACES);
    }

    private String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }
}
