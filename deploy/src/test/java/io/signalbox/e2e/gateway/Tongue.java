package io.signalbox.e2e.gateway;

import java.nio.charset.StandardCharsets;

/** The parts of a stream as one protocol has them. */
public enum Tongue {
    CHAT(
            chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null"),
            chunk("{\"content\":\"%s\"}", "null"),
            chunk("{}", "\"stop\"")
                    + "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[],"
                    + "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":20,\"total_tokens\":29}}\n\ndata: [DONE]\n\n",
            "data: {\"error\":{\"message\":\"%s\",\"type\":\"server_error\",\"param\":null,\"code\":null}}\n\n"),
    RESPONSES(
            event("response.created", "\"sequence_number\":0,\"response\":" + response("in_progress", "[]", "null"))
                    + event(
                            "response.output_item.added",
                            "\"sequence_number\":1,\"output_index\":0,\"item\":" + message("in_progress", "[]"))
                    + event(
                            "response.content_part.added",
                            "\"sequence_number\":2,\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,"
                                    + "\"part\":{\"type\":\"output_text\",\"text\":\"\",\"annotations\":[]}"),
            event(
                    "response.output_text.delta",
                    "\"sequence_number\":3,\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,\"delta\":\"%s\",\"logprobs\":[]"),
            event(
                    "response.completed",
                    "\"sequence_number\":4,\"response\":"
                            + response(
                                    "completed",
                                    "["
                                            + message(
                                                    "completed",
                                                    "[{\"type\":\"output_text\",\"text\":\"x\",\"annotations\":[]}]")
                                            + "]",
                                    "{\"input_tokens\":9,\"input_tokens_details\":{\"cached_tokens\":0},\"output_tokens\":20,"
                                            + "\"output_tokens_details\":{\"reasoning_tokens\":0},\"total_tokens\":29}")),
            event("error", "\"sequence_number\":4,\"code\":\"server_error\",\"message\":\"%s\",\"param\":null")),
    MESSAGES(
            event(
                            "message_start",
                            "\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[],"
                                    + "\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":9,\"output_tokens\":1}}")
                    + event("content_block_start", "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}")
                    + event("ping", "\"odd\":1"),
            event("content_block_delta", "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"%s\"}"),
            event("content_block_stop", "\"index\":0")
                    + event(
                            "message_delta",
                            "\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":20}")
                    + event("message_stop", "\"odd\":1"),
            event("error", "\"error\":{\"type\":\"api_error\",\"message\":\"%s\"}")),
    GEMINI(
            "data: {\"usageMetadata\":{\"promptTokenCount\":9,\"totalTokenCount\":9},\"modelVersion\":\"m\",\"responseId\":\"r\"}\n\n",
            "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"%s\"}],\"role\":\"model\"},\"index\":0}],\"modelVersion\":\"m\"}\n\n",
            "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\"}],\"role\":\"model\"},\"finishReason\":\"STOP\",\"index\":0}],"
                    + "\"usageMetadata\":{\"promptTokenCount\":9,\"candidatesTokenCount\":20,\"totalTokenCount\":29}}\n\n",
            "data: {\"error\":{\"code\":500,\"message\":\"%s\",\"status\":\"INTERNAL\"}}\n\n");

    private final String preamble;
    private final String output;
    private final String end;
    private final String error;

    Tongue(String preamble, String output, String end, String error) {
        this.preamble = preamble;
        this.output = output;
        this.end = end;
        this.error = error;
    }

    /** What comes before the first output. */
    public byte[] preamble() {
        return bytes(preamble);
    }

    /** Some text, which must need no escape. */
    public byte[] output(String text) {
        return bytes(output.formatted(text));
    }

    /** All that makes the answer complete, with 9 tokens of input and 20 of output. */
    public byte[] end() {
        return bytes(end);
    }

    /** The provider says in the stream that it failed. */
    public byte[] error(String message) {
        return bytes(error.formatted(message));
    }

    /** An event whose data is no JSON. */
    public byte[] malformed() {
        return bytes("data: {\"choices\":[{]\n\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String chunk(String delta, String finish) {
        return "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
                + "\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finish + "}]}\n\n";
    }

    private static String event(String type, String members) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + members + "}\n\n";
    }

    private static String response(String status, String output, String usage) {
        return "{\"id\":\"resp_1\",\"object\":\"response\",\"created_at\":1,\"status\":\"" + status
                + "\",\"model\":\"m\",\"output\":" + output + ",\"usage\":" + usage + "}";
    }

    private static String message(String status, String content) {
        return "{\"id\":\"msg_1\",\"type\":\"message\",\"status\":\"" + status
                + "\",\"role\":\"assistant\",\"content\":" + content + "}";
    }
}
