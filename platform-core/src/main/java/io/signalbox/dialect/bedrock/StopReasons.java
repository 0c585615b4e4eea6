package io.signalbox.dialect.bedrock;

import io.signalbox.chat.StopReason;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;

/** Why an answer ended, in Converse's words (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_MessageStopEvent.html). */
final class StopReasons {

    private StopReasons() {}

    /** Fails with {@code PROVIDER_MALFORMED} when the model itself broke off in the middle of nonsense. */
    static StopReason read(String reason) {
        return switch (reason) {
            case "tool_use" -> StopReason.TOOL_CALLS;
            case "max_tokens", "model_context_window_exceeded" -> StopReason.LENGTH;
            case "stop_sequence" -> StopReason.SEQUENCE;
            case "guardrail_intervened", "content_filtered" -> StopReason.CONTENT_FILTER;
            case "malformed_model_output", "malformed_tool_use" ->
                throw Fault.of(FaultCode.PROVIDER_MALFORMED, "the model's output was malformed");
            default -> StopReason.STOP;
        };
    }
}
