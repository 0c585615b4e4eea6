package io.signalbox.dialect.bedrock;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The ids of tool calls as Converse takes them: at most 64 letters, digits, hyphens and underscores, and each only once in a conversation. Other providers
 * give ids that are not so, or none. A result belongs to the latest call of its id. Belongs to one request.
 */
final class CallIds {

    /** Leaves room for what makes an id unique. */
    private static final int CHARS_MAX = 60;

    private static final Pattern FOREIGN = Pattern.compile("[^a-zA-Z0-9_-]");

    private final Map<String, String> latest = new HashMap<>();
    private final Set<String> used = new HashSet<>();

    String ofCall(String id) {
        String legal = legal(id);
        String unique = legal;
        for (int times = 2; !used.add(unique); times++) {
            unique = legal + "_" + times;
        }
        latest.put(id, unique);
        return unique;
    }

    String ofResult(String id) {
        return latest.getOrDefault(id, legal(id));
    }

    private static String legal(String id) {
        String plain = FOREIGN.matcher(id).replaceAll("_");
        if (plain.isEmpty()) {
            return "call";
        }
        // What tells long ids apart stands at their end.
        return plain.length() <= CHARS_MAX ? plain : plain.substring(plain.length() - CHARS_MAX);
    }
}
