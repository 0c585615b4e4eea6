package io.signalbox.dialect.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.chat.StopReason;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.json.Json;
import io.signalbox.provider.ProviderError;
import io.signalbox.provider.Refusal;

/** Why an answer ended, in Cohere's words; two of them say that it did not. */
final class CohereStops {

    private CohereStops() {}

    /** Fails with what went wrong when {@code reason} is {@code ERROR} or {@code TIMEOUT}; {@code error} is what Cohere says of it, if anything. */
    static StopReason read(String reason, JsonNode error) {
        return switch (reason) {
            case "STOP_SEQUENCE" -> StopReason.SEQUENCE;
            case "MAX_TOKENS" -> StopReason.LENGTH;
            case "TOOL_CALL" -> StopReason.TOOL_CALLS;
            case "TIMEOUT" -> throw Fault.of(FaultCode.PROVIDER_TIMEOUT, "The provider gave up on its answer.");
            case "ERROR" ->
                throw Refusal.inAnswer(
                        ProviderError.read(Json.write(Json.object().put("message", error.asText("")))));
            default -> StopReason.STOP;
        };
    }
}
