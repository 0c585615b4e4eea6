package io.signalbox.dialect.anthropic;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The ids of tool calls as Anthropic takes them: letters, digits, {@code _} and {@code -}, and each only once in a conversation. Other providers
 * give ids that are not so, or none; OpenAI's old functions know only their names. A result belongs to the latest call of its id.
 */
final class AnthropicToolIds {

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
        return id.isEmpty() ? "call" : id.replaceAll("[^a-zA-Z0-9_-]", "_");
    }
}
