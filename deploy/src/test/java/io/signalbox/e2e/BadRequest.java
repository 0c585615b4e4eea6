package io.signalbox.e2e;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A request that must be refused, and how: {@code param} is empty when no parameter is to blame. */
record BadRequest(Door door, String name, String contentType, byte[] body, int status, String code, String param) {

    /** Stands in every body; must stand in no error and no log. */
    static final String PROMPT = "SECRET-prompt-7f3a";

    static final String JSON = "application/json";

    private static final String TURN = "[{\"role\":\"user\",\"content\":\"" + PROMPT + "\"}]";
    private static final String TEXT = "\"" + PROMPT + "\"";

    /** A way in, with a model behind it that takes another protocol where there is one. */
    enum Door {
        CHAT("/v1/chat/completions", "claude-haiku-4.5", "messages", TURN),
        RESPONSES("/v1/responses", "claude-haiku-4.5", "input", TEXT),
        MESSAGES("/v1/messages", "gpt-4o-mini", "messages", TURN),
        COMPLETIONS("/v1/completions", "claude-haiku-4.5", "prompt", TEXT),
        EMBEDDINGS("/v1/embeddings", "text-embedding-3-small", "input", TEXT),
        MODERATIONS("/v1/moderations", "omni-moderation-latest", "input", TEXT);

        private final String path;
        private final String model;
        private final String content;
        private final String value;

        Door(String path, String model, String content, String value) {
            this.path = path;
            this.model = model;
            this.content = content;
            this.value = value;
        }

        String path() {
            return path;
        }

        String content() {
            return content;
        }

        /** A request that is right but for {@code member}, which is {@code json}. */
        String with(String member, String json) {
            Map<String, String> members = new LinkedHashMap<>();
            members.put("model", "\"" + model + "\"");
            members.put(content, value);
            if (this == MESSAGES) {
                members.put("max_tokens", "64");
            }
            members.put(member, json);
            return members.entrySet().stream()
                    .map(each -> "\"" + each.getKey() + "\":" + each.getValue())
                    .collect(Collectors.joining(",", "{", "}"));
        }

        /** A request that is right. */
        String right() {
            return with("model", "\"" + model + "\"");
        }

        /** Bytes in place of the prompt. */
        byte[] withText(byte... bytes) {
            String[] around = right().split(PROMPT, 2);
            byte[] before = (around[0] + PROMPT).getBytes(StandardCharsets.UTF_8);
            byte[] after = around[1].getBytes(StandardCharsets.UTF_8);
            byte[] all = new byte[before.length + bytes.length + after.length];
            System.arraycopy(before, 0, all, 0, before.length);
            System.arraycopy(bytes, 0, all, before.length, bytes.length);
            System.arraycopy(after, 0, all, before.length + bytes.length, after.length);
            return all;
        }

        /** Refused as no JSON. */
        BadRequest unreadable(String name, String body) {
            return unreadable(name, body.getBytes(StandardCharsets.UTF_8));
        }

        BadRequest unreadable(String name, byte[] body) {
            return new BadRequest(this, name, JSON, body, 400, "invalid_json", "");
        }

        /** Refused for {@code member}, which is {@code json}. */
        BadRequest wrong(String member, String json) {
            return refused(member, json, 400, "invalid_request", member);
        }

        /** Refused for {@code member}, which the model behind cannot do. */
        BadRequest undoable(String member, String json) {
            return refused(member, json, 400, "unsupported_parameter", member);
        }

        BadRequest refused(String member, String json, int status, String code, String param) {
            return new BadRequest(
                    this,
                    member + " = " + json,
                    JSON,
                    with(member, json).getBytes(StandardCharsets.UTF_8),
                    status,
                    code,
                    param);
        }
    }
}
