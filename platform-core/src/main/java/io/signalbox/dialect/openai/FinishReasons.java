package io.signalbox.dialect.openai;

import io.signalbox.chat.StopReason;

/** Why an answer ended, in chat completions' words. */
final class FinishReasons {

    private FinishReasons() {}

    /**
     * Whether the provider broke off: OpenRouter's word (https://openrouter.ai/docs/api/reference/errors-and-debugging), vLLM's, DeepSeek's
     * (https://api-docs.deepseek.com/api/create-chat-completion).
     */
    static boolean isFailure(String reason) {
        return switch (reason) {
            case "error", "abort", "insufficient_system_resource" -> true;
            default -> false;
        };
    }

    static StopReason read(String reason) {
        return switch (reason) {
            case "length", "max_tokens", "model_length" -> StopReason.LENGTH;
            case "tool_calls", "function_call", "tool_use" -> StopReason.TOOL_CALLS;
            case "content_filter" -> StopReason.CONTENT_FILTER;
            default -> StopReason.STOP;
        };
    }

    static String write(StopReason reason) {
        return switch (reason) {
            case STOP, SEQUENCE, PAUSE -> "stop";
            case LENGTH -> "length";
            case TOOL_CALLS -> "tool_calls";
            case CONTENT_FILTER, REFUSAL -> "content_filter";
        };
    }
}
