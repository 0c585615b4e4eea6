package io.signalbox.sandbox;

import io.signalbox.sandbox.SandboxAnswer.Call;
import io.signalbox.sandbox.SandboxAnswer.Choice;
import io.signalbox.sandbox.SandboxAnswer.Ending;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes a response object, whole or its parts. */
final class ResponsesWriter {

    private static final String CALL = "fc_sandbox_";
    private static final String REASONED = "_r_";

    private final SandboxAnswer answer;
    private final JsonObject asked;
    private final boolean showsSummary;
    private final boolean sealsReasoning;

    ResponsesWriter(SandboxAnswer answer, JsonObject asked, boolean showsSummary, boolean sealsReasoning) {
        this.answer = answer;
        this.asked = asked;
        this.showsSummary = showsSummary;
        this.sealsReasoning = sealsReasoning;
    }

    boolean showsSummary() {
        return showsSummary;
    }

    /** The reasoning item that the call of this id came with, if it came with one. */
    static Optional<String> reasoningOf(String callItemId) {
        int at = callItemId.indexOf(REASONED);
        return callItemId.startsWith(CALL) && at > 0
                ? Optional.of("rs_sandbox_" + callItemId.substring(at + REASONED.length()))
                : Optional.empty();
    }

    JsonObject response() {
        Choice choice = answer.only();
        JsonArray output = new JsonArray();
        if (!choice.thoughts().isEmpty()) {
            output.add(reasoning(true));
        }
        if (!choice.text().isEmpty()) {
            output.add(message(status(choice), new JsonArray().add(part(choice, choice.text()))));
        }
        for (Call each : choice.calls()) {
            output.add(call(each, each.arguments(), status(choice)));
        }
        return response(status(choice), output);
    }

    static String status(Choice choice) {
        return choice.ending() == Ending.LENGTH || choice.ending() == Ending.FILTERED ? "incomplete" : "completed";
    }

    /** The response in a state; only a finished one has usage. */
    JsonObject response(String status, JsonArray output) {
        boolean finished = status.equals("completed") || status.equals("incomplete");
        boolean filtered = answer.only().ending() == Ending.FILTERED;
        JsonObject why = new JsonObject().put("reason", filtered ? "content_filter" : "max_output_tokens");
        @Nullable JsonObject usage = finished && answer.tellsUsage() ? usage(answer.usage()) : null;
        JsonObject response = new JsonObject()
                .put("id", "resp_sandbox_" + Long.toHexString(fingerprint()))
                .put("object", "response")
                .put("created_at", ChatWriter.CREATED)
                .put("status", status)
                .put("error", status.equals("failed") ? failure() : null)
                .put("incomplete_details", status.equals("incomplete") ? why : null)
                .put("model", answer.request().target().name())
                .put("output", output)
                .put("previous_response_id", null)
                .put("usage", usage);
        return echoed(response);
    }

    static JsonObject failure() {
        return new JsonObject()
                .put("code", "server_error")
                .put("message", SandboxFault.ofServer().words());
    }

    /** What the request said, or what holds when it said nothing. */
    private JsonObject echoed(JsonObject response) {
        JsonObject unsaid = new JsonObject()
                .put("instructions", null)
                .put("max_output_tokens", null)
                .put("metadata", new JsonObject())
                .put("parallel_tool_calls", true)
                .put("reasoning", new JsonObject().put("effort", null).put("summary", null))
                .put("store", true)
                .put("temperature", 1.0)
                .put("text", new JsonObject().put("format", new JsonObject().put("type", "text")))
                .put("tool_choice", "auto")
                .put("tools", new JsonArray())
                .put("top_p", 1.0)
                .put("truncation", "disabled");
        for (String each : unsaid.fieldNames()) {
            response.put(each, asked.getValue(each) == null ? unsaid.getValue(each) : asked.getValue(each));
        }
        return response;
    }

    private long fingerprint() {
        return answer.request().fingerprint();
    }

    String reasoningId() {
        return "rs_sandbox_" + Long.toHexString(fingerprint());
    }

    JsonObject reasoning(boolean done) {
        JsonArray summary = new JsonArray();
        if (done && showsSummary) {
            summary.add(summary(answer.only().thoughts()));
        }
        JsonObject item = new JsonObject()
                .put("id", reasoningId())
                .put("type", "reasoning")
                .put("summary", summary);
        return sealsReasoning ? item.put("encrypted_content", Seal.of(reasoningId())) : item;
    }

    static JsonObject summary(String text) {
        return new JsonObject().put("type", "summary_text").put("text", text);
    }

    String messageId() {
        return "msg_sandbox_" + Long.toHexString(fingerprint());
    }

    JsonObject message(String status, JsonArray content) {
        return new JsonObject()
                .put("id", messageId())
                .put("type", "message")
                .put("status", status)
                .put("role", "assistant")
                .put("content", content);
    }

    static JsonObject part(Choice choice, String text) {
        if (choice.ending() == Ending.REFUSED) {
            return new JsonObject().put("type", "refusal").put("refusal", text);
        }
        return new JsonObject()
                .put("type", "output_text")
                .put("text", text)
                .put("annotations", new JsonArray())
                .put("logprobs", new JsonArray());
    }

    /** Its id tells whether it came with reasoning. */
    String callId(Call call) {
        boolean reasoned = !answer.only().thoughts().isEmpty();
        return CALL + call.key() + (reasoned ? REASONED + Long.toHexString(fingerprint()) : "");
    }

    JsonObject call(Call call, String arguments, String status) {
        return new JsonObject()
                .put("id", callId(call))
                .put("type", "function_call")
                .put("status", status)
                .put("arguments", arguments)
                .put("call_id", "call_sandbox_" + call.key())
                .put("name", call.name());
    }

    /** Cached tokens are inside the input's, reasoning inside the output's. */
    static JsonObject usage(SandboxUsage usage) {
        return new JsonObject()
                .put("input_tokens", usage.promptTokens())
                .put("input_tokens_details", new JsonObject().put("cached_tokens", usage.cacheRead()))
                .put("output_tokens", usage.completionTokens())
                .put("output_tokens_details", new JsonObject().put("reasoning_tokens", usage.reasoning()))
                .put("total_tokens", usage.totalTokens());
    }
}
