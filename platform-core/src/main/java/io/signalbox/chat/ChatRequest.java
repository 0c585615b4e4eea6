package io.signalbox.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * A chat request that belongs to no protocol: what every surface is read into and every dialect is written from when the two differ. System
 * and developer texts are messages of their own, in order. {@code outputLimit} is per choice in tokens, 0 when the caller gave none.
 * {@code extra} are members of the caller's body that only its own protocol knows, by name: a dialect of the same family may carry them, and
 * for all others the planner has seen to it that there are none that matter.
 */
public record ChatRequest(
        List<Message> messages,
        List<Tool> tools,
        ToolChoice toolChoice,
        AnswerFormat format,
        Reasoning reasoning,
        Sampling sampling,
        long outputLimit,
        Hints hints,
        Map<String, JsonNode> extra) {

    public ChatRequest {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
        extra = Map.copyOf(extra);
        if (!isCallable(toolChoice, tools)) {
            throw RequestFault.invalid(
                    "tool_choice", "'tool_choice' demands a call of a tool that is not among 'tools'");
        }
    }

    private static boolean isCallable(ToolChoice choice, List<Tool> tools) {
        return switch (choice.mode()) {
            case AUTO, NONE -> true;
            case REQUIRED -> !tools.isEmpty();
            case NAMED -> tools.stream().map(Tool::name).anyMatch(choice.tool().orElseThrow()::equals);
        };
    }
}
