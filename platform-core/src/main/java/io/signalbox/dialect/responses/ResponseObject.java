package io.signalbox.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.signalbox.chat.AnswerHead;
import io.signalbox.chat.StopReason;
import io.signalbox.chat.UsageLine;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.json.Json;
import org.jspecify.annotations.Nullable;

/** Writes response objects: what was asked for, as the API tells it back, and what became of it. */
final class ResponseObject {

    private final AnswerHead head;
    private final ResponsesScan scan;
    private final ObjectNode asked;

    ResponseObject(AnswerHead head) {
        this.head = head;
        this.scan = (ResponsesScan) head.scan();
        this.asked = scan.tree();
    }

    /** The id of the answer to {@code requestId}. */
    static String id(String requestId) {
        return "resp_" + requestId;
    }

    /** A response that has only begun. */
    ObjectNode begun() {
        ObjectNode response = start(id(head.requestId()), "in_progress");
        response.putNull("error").putNull("incomplete_details");
        return end(response, Json.array()).putNull("usage");
    }

    /** A response that ended as the model wanted, or at a limit. */
    ObjectNode ended(StopReason stop, ArrayNode output, UsageLine usage) {
        boolean cut = isIncomplete(stop);
        ObjectNode response = start(id(head.requestId()), cut ? "incomplete" : "completed");
        response.putNull("error");
        if (cut) {
            String reason = stop == StopReason.LENGTH ? "max_output_tokens" : "content_filter";
            response.putObject("incomplete_details").put("reason", reason);
        } else {
            response.putNull("incomplete_details");
        }
        return withUsage(end(response, output), usage);
    }

    static boolean isIncomplete(StopReason stop) {
        return stop == StopReason.LENGTH || stop == StopReason.CONTENT_FILTER;
    }

    /** A response that broke off; {@code id} is what the client knows it by. */
    ObjectNode failed(String id, Fault fault, ArrayNode output, UsageLine usage) {
        ObjectNode response = start(id, "failed");
        // Of the codes a client can know, these two say whether to try again at once.
        String code = fault.code() == FaultCode.PROVIDER_RATE_LIMITED ? "rate_limit_exceeded" : "server_error";
        response.putObject("error").put("code", code).put("message", fault.publicMessage());
        response.putNull("incomplete_details");
        return withUsage(end(response, output), usage);
    }

    private ObjectNode start(String id, String status) {
        return Json.object()
                .put("id", id)
                .put("object", "response")
                .put("created_at", head.at().getEpochSecond())
                .put("status", status)
                .put("background", false);
    }

    private ObjectNode end(ObjectNode response, ArrayNode output) {
        echo(response, "instructions", null);
        echo(response, "max_output_tokens", null);
        response.put("model", head.model());
        response.set("output", output);
        response.put("parallel_tool_calls", asked.path("parallel_tool_calls").asBoolean(true));
        response.put("previous_response_id", scan.continued().orElse(null));
        JsonNode reasoning = asked.path("reasoning");
        ObjectNode told = response.putObject("reasoning");
        told.set("effort", reasoning.get("effort"));
        told.set("summary", reasoning.get("summary"));
        echo(response, "service_tier", Json.object().textNode("default"));
        response.put("store", scan.isKept());
        echo(response, "temperature", Json.object().numberNode(1));
        response.set("text", text());
        echo(response, "tool_choice", Json.object().textNode("auto"));
        echo(response, "tools", Json.array());
        echo(response, "top_logprobs", Json.object().numberNode(0));
        echo(response, "top_p", Json.object().numberNode(1));
        echo(response, "truncation", Json.object().textNode("disabled"));
        echo(response, "user", null);
        echo(response, "metadata", Json.object());
        return response;
    }

    private ObjectNode text() {
        ObjectNode text = Json.object();
        if (asked.get("text") instanceof ObjectNode given) {
            text.setAll(given);
        }
        if (!text.hasNonNull("format")) {
            text.putObject("format").put("type", "text");
        }
        return text;
    }

    private void echo(ObjectNode response, String name, @Nullable JsonNode otherwise) {
        response.set(name, asked.hasNonNull(name) ? asked.get(name) : otherwise);
    }

    private static ObjectNode withUsage(ObjectNode response, UsageLine usage) {
        return response.putRawValue("usage", new RawValue(UsageText.whole(usage)));
    }
}
