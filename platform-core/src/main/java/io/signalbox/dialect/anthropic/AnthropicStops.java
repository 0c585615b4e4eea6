package io.signalbox.dialect.anthropic;

import io.signalbox.chat.StopReason;

/** Why an answer ended, in Anthropic's words (https://platform.claude.com/docs/en/build-with-claude/handling-stop-reasons). */
final class AnthropicStops {

    private AnthropicStops() {}

    static StopReason read(String reason) {
        return switch (reason) {
            case "stop_sequence" -> StopReason.SEQUENCE;
            case "max_tokens", "model_context_window_exceeded" -> StopReason.LENGTH;
            case "tool_use" -> StopReason.TOOL_CALLS;
            case "refusal" -> StopReason.REFUSAL;
            case "pause_turn" -> StopReason.PAUSE;
            default -> StopReason.STOP;
        };
    }

    static String write(StopReason reason) {
        return switch (reason) {
            case STOP -> "end_turn";
            case SEQUENCE -> "stop_sequence";
            case LENGTH -> "max_tokens";
            case TOOL_CALLS -> "tool_use";
            case CONTENT_FILTER, REFUSAL -> "refusal";
            case PAUSE -> "pause_turn";
        };
    }
}
