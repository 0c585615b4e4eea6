package io.signalbox.chat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The ids of tool calls for providers that take only letters, digits, {@code _} and {@code -} in them, and each only once in a conversation. Others give ids that
 * are not so, or none; OpenAI's old functions know only their names. A result belongs to the latest call of its id. Belongs to one request.
 */
public final class CallIds {

    private static final Pattern FOREIGN = Pattern.compile("[^a-zA-Z0-9_-]");

    private final int charsMax;
    private final Map<String, String> latest = new HashMap<>();
    private final Set<String> used = new HashSet<>();

    /** The last number an id got: with thousands of one id, none is tried twice. */
    private final Map<String, Integer> times = new HashMap<>();

    /** Longer ids than {@code charsMax} are cut; what makes one unique comes on top of it. */
    public CallIds(int charsMax) {
        this.charsMax = charsMax;
    }

    public String ofCall(String id) {
        String legal = legal(id);
        String unique = legal;
        while (!used.add(unique)) {
            unique = legal + "_" + times.merge(legal, 2, (before, first) -> before + 1);
        }
        latest.put(id, unique);
        return unique;
    }

    public String ofResult(String id) {
        return latest.getOrDefault(id, legal(id));
    }

    private String legal(String id) {
        String plain = FOREIGN.matcher(id).replaceAll("_");
        if (plain.isEmpty()) {
            return "call";
        }
        // What tells long ids apart stands at their end.
        return plain.length() <= charsMax ? plain : plain.substring(plain.length() - charsMax);
    }
}
