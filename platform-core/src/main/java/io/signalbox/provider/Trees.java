package io.signalbox.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.json.Json;
import java.io.IOException;

/** A provider's JSON as trees. */
public final class Trees {

    private Trees() {}

    /** Reads an object; fails with {@code PROVIDER_MALFORMED} when the bytes are none, and never quotes them. */
    public static ObjectNode object(byte[] bytes) {
        JsonNode value;
        try {
            value = Json.read(bytes);
        } catch (IOException malformed) {
            throw malformed();
        }
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw malformed();
    }

    private static Fault malformed() {
        return Fault.of(FaultCode.PROVIDER_MALFORMED, "the provider's answer is not valid JSON");
    }
}
