package io.signalbox.sandbox;

import io.signalbox.sandbox.SandboxAnswer.Call;
import io.signalbox.sandbox.SandboxAnswer.Choice;
import io.signalbox.sandbox.SandboxAnswer.Ending;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Writes the events of a response: https://platform.openai.com/docs/api-reference/responses-streaming. */
final class ResponsesEvents implements Voice.Events {

    private final ResponsesWriter writer;
    private int sequence;
    private int output = -1;
    private boolean inItem;

    ResponsesEvents(ResponsesWriter writer) {
        this.writer = writer;
    }

    @Override
    public Buffer write(SandboxStep step) {
        Choice choice = step.choice();
        return switch (step.kind()) {
            case OPEN ->
                state("response.created", "in_progress").appendBuffer(state("response.in_progress", "in_progress"));
            case THOUGHT -> thought(step);
            case THOUGHT_END -> thoughtEnd(choice);
            case TEXT -> text(step);
            case TEXT_END -> textEnd(choice);
            case CALL -> added(writer.call(step.theCall(), "", "in_progress"));
            case ARGUMENTS ->
                ofItem("response.function_call_arguments.delta", writer.callId(step.theCall()), "delta", step.text());
            case CALL_END -> callEnd(choice, step.theCall());
            case CLOSE -> last(choice);
        };
    }

    private Buffer thought(SandboxStep step) {
        Buffer events = Buffer.buffer();
        if (!inItem) {
            events.appendBuffer(added(writer.reasoning(false)));
            if (writer.showsSummary()) {
                events.appendBuffer(
                        summary("response.reasoning_summary_part.added", "part", ResponsesWriter.summary("")));
            }
        }
        return writer.showsSummary()
                ? events.appendBuffer(summary("response.reasoning_summary_text.delta", "delta", step.text()))
                : events;
    }

    private Buffer thoughtEnd(Choice choice) {
        Buffer events = Buffer.buffer();
        if (writer.showsSummary()) {
            events.appendBuffer(summary("response.reasoning_summary_text.done", "text", choice.thoughts()))
                    .appendBuffer(summary(
                            "response.reasoning_summary_part.done",
                            "part",
                            ResponsesWriter.summary(choice.thoughts())));
        }
        return events.appendBuffer(done(writer.reasoning(true)));
    }

    private Buffer summary(String type, String name, Object value) {
        return event(type, item(writer.reasoningId()).put("summary_index", 0).put(name, value));
    }

    private Buffer text(SandboxStep step) {
        Buffer events = Buffer.buffer();
        if (!inItem) {
            events.appendBuffer(added(writer.message("in_progress", new JsonArray())))
                    .appendBuffer(
                            content("response.content_part.added", "part", ResponsesWriter.part(step.choice(), "")));
        }
        return events.appendBuffer(content(said(step.choice()) + ".delta", "delta", step.text()));
    }

    private static String said(Choice choice) {
        return choice.ending() == Ending.REFUSED ? "response.refusal" : "response.output_text";
    }

    private Buffer textEnd(Choice choice) {
        String name = choice.ending() == Ending.REFUSED ? "refusal" : "text";
        JsonObject part = ResponsesWriter.part(choice, choice.text());
        return content(said(choice) + ".done", name, choice.text())
                .appendBuffer(content("response.content_part.done", "part", part))
                .appendBuffer(done(writer.message(ResponsesWriter.status(choice), new JsonArray().add(part.copy()))));
    }

    private Buffer content(String type, String name, Object value) {
        JsonObject event = item(writer.messageId()).put("content_index", 0).put(name, value);
        return event(type, type.startsWith("response.output_text") ? event.put("logprobs", new JsonArray()) : event);
    }

    private Buffer callEnd(Choice choice, Call call) {
        JsonObject event = item(writer.callId(call)).put("name", call.name()).put("arguments", call.arguments());
        return event("response.function_call_arguments.done", event)
                .appendBuffer(done(writer.call(call, call.arguments(), ResponsesWriter.status(choice))));
    }

    private Buffer added(JsonObject item) {
        inItem = true;
        output++;
        return event(
                "response.output_item.added",
                new JsonObject().put("output_index", output).put("item", item));
    }

    private Buffer done(JsonObject item) {
        inItem = false;
        return event(
                "response.output_item.done",
                new JsonObject().put("output_index", output).put("item", item));
    }

    private Buffer ofItem(String type, String id, String name, Object value) {
        return event(type, item(id).put(name, value));
    }

    private JsonObject item(String id) {
        return new JsonObject().put("item_id", id).put("output_index", output);
    }

    private Buffer state(String type, String status) {
        return event(type, new JsonObject().put("response", writer.response(status, new JsonArray())));
    }

    private Buffer last(Choice choice) {
        String type = "response." + ResponsesWriter.status(choice);
        return event(type, new JsonObject().put("response", writer.response()));
    }

    private Buffer event(String type, JsonObject data) {
        JsonObject typed = new JsonObject()
                .put("type", type)
                .put("sequence_number", sequence++)
                .mergeIn(data);
        return Buffer.buffer("event: " + type + "\ndata: ")
                .appendBuffer(typed.toBuffer())
                .appendString("\n\n");
    }

    /** The last event has said it all. */
    @Override
    public Buffer end() {
        return Buffer.buffer();
    }

    @Override
    public Buffer malformed() {
        return Buffer.buffer(
                "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"del\n\n");
    }

    @Override
    public Buffer failure() {
        return event("error", ResponsesWriter.failure().put("param", null))
                .appendBuffer(state("response.failed", "failed"));
    }
}
