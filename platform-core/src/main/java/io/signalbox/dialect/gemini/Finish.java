package io.signalbox.dialect.gemini;

import io.signalbox.chat.StopReason;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;

/** Why a candidate ended (https://ai.google.dev/api/generate-content#FinishReason). */
final class Finish {

    private Finish() {}

    /**
     * {@code called} says whether it holds function calls, {@code spoke} whether it holds anything. A call the model could not put together, and an
     * end for no reason without any output, is the provider's failure.
     */
    static StopReason read(String reason, boolean called, boolean spoke) {
        return switch (reason) {
            case "STOP" -> called ? StopReason.TOOL_CALLS : StopReason.STOP;
            case "MAX_TOKENS" -> StopReason.LENGTH;
            case "SAFETY",
                    "RECITATION",
                    "LANGUAGE",
                    "BLOCKLIST",
                    "PROHIBITED_CONTENT",
                    "SPII",
                    "MODEL_ARMOR",
                    "IMAGE_SAFETY",
                    "IMAGE_PROHIBITED_CONTENT",
                    "IMAGE_RECITATION" -> StopReason.CONTENT_FILTER;
            case "MALFORMED_FUNCTION_CALL",
                    "UNEXPECTED_TOOL_CALL",
                    "TOO_MANY_TOOL_CALLS",
                    "MISSING_THOUGHT_SIGNATURE",
                    "MALFORMED_RESPONSE" -> throw failed();
            default -> other(called, spoke);
        };
    }

    private static StopReason other(boolean called, boolean spoke) {
        if (!spoke) {
            throw failed();
        }
        return called ? StopReason.TOOL_CALLS : StopReason.STOP;
    }

    private static Fault failed() {
        return Fault.of(FaultCode.PROVIDER_ERROR, "The provider's model failed to put an answer together.");
    }
}
