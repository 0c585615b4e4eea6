package io.signalbox.dialect.completions;

import com.fasterxml.jackson.core.JsonToken;
import io.signalbox.catalog.Deployment;
import io.signalbox.catalog.Wire;
import io.signalbox.chat.BodyPass;
import io.signalbox.chat.ChatRequest;
import io.signalbox.chat.RequestFault;
import io.signalbox.chat.RequestScan;
import io.signalbox.chat.ValueReader;
import io.signalbox.dialect.openai.CompletionScan;
import io.signalbox.json.JsonCursor;
import io.signalbox.json.ObjectSplice;
import io.signalbox.route.RequestFacts;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A legacy request, told as a chat of one user's message: everything but the prompt has the same name and meaning there. What a chat model cannot do (to
 * continue towards a suffix, to repeat the prompt, several prompts or prompts in token numbers, log probabilities in the old form) is refused by name.
 */
final class PromptScan implements RequestScan {

    /** OpenAI's limit for a request that names none. */
    private static final int OUTPUT_TOKENS = 16;

    private final Buffer original;
    private final CompletionScan chat;

    private PromptScan(Buffer original, CompletionScan chat) {
        this.original = original;
        this.chat = chat;
    }

    static PromptScan read(Buffer body) {
        Pass pass = new Pass(body.getBytes());
        pass.body.run(pass::read);
        if (pass.prompt.length() == 0) {
            throw RequestFault.invalid("prompt", "'prompt' is missing");
        }
        return new PromptScan(body, CompletionScan.read(pass.asChat()));
    }

    private static final class Pass {

        private final BodyPass<PromptField> body;
        private Buffer prompt = Buffer.buffer(0);
        private boolean limited;

        Pass(byte[] bytes) {
            this.body = new BodyPass<>(bytes, PromptField.BY_NAME);
        }

        void read(PromptField field, JsonCursor cursor) throws IOException {
            switch (field) {
                case PROMPT -> readPrompt(cursor);
                case MAX_TOKENS -> {
                    limited = !cursor.at(JsonToken.VALUE_NULL);
                    cursor.skip();
                }
                case ECHO -> refuse(field, cursor.takeFlag("echo"));
                case BEST_OF -> refuse(field, new ValueReader(cursor).count("best_of", Long.MAX_VALUE, 1) > 1);
                default -> {
                    boolean given = !cursor.at(JsonToken.VALUE_NULL);
                    cursor.skip();
                    refuse(field, given);
                }
            }
        }

        private static void refuse(PromptField field, boolean given) {
            if (given) {
                throw RequestFault.unsupported(
                        field.wireName(),
                        "'" + field.wireName()
                                + "' cannot be served at /v1/completions, which chat models answer here");
            }
        }

        private void readPrompt(JsonCursor cursor) throws IOException {
            boolean list = cursor.at(JsonToken.START_ARRAY);
            if (list) {
                cursor.advance();
            }
            if (list && !cursor.at(JsonToken.VALUE_STRING)) {
                throw RequestFault.unsupported("prompt", "'prompt' must be text here, not token numbers");
            }
            if (!cursor.at(JsonToken.VALUE_STRING)) {
                throw RequestFault.invalid("prompt", "'prompt' must be a string or a list of one");
            }
            prompt = Buffer.buffer(cursor.skipWritten());
            if (list) {
                if (!cursor.at(JsonToken.END_ARRAY)) {
                    throw RequestFault.unsupported("prompt", "'prompt' may hold one text here, not several");
                }
                cursor.advance();
            }
        }

        Buffer asChat() {
            byte[] bytes = body.bytes();
            ObjectSplice out = new ObjectSplice(bytes, 0, bytes.length, prompt.length() + 64);
            for (BodyPass.Spliced<PromptField> each : body.spliced()) {
                if (each.field() != PromptField.MAX_TOKENS || !limited) {
                    out.drop(each.member());
                }
            }
            Buffer more = Buffer.buffer("\"messages\":[{\"role\":\"user\",\"content\":")
                    .appendBuffer(prompt)
                    .appendString("}]");
            if (!limited) {
                more.appendString(",\"max_tokens\":" + OUTPUT_TOKENS);
            }
            out.endMembers(body.members(), body.lastEnd(), more);
            return out.finish(bytes.length);
        }
    }

    @Override
    public Wire wire() {
        return Wire.COMPLETIONS;
    }

    @Override
    public Buffer body() {
        return original;
    }

    @Override
    public String model() {
        return chat.model();
    }

    @Override
    public List<String> models() {
        return chat.models();
    }

    @Override
    public boolean stream() {
        return chat.stream();
    }

    @Override
    public boolean includesUsage() {
        return chat.includesUsage();
    }

    @Override
    public Optional<String> option(String name) {
        return chat.option(name);
    }

    @Override
    public Map<String, String> options() {
        return chat.options();
    }

    @Override
    public long outputLimit() {
        return chat.outputLimit();
    }

    @Override
    public RequestFacts facts() {
        RequestFacts facts = chat.facts();
        return new RequestFacts(
                Wire.COMPLETIONS,
                facts.inputBytes(),
                facts.messages(),
                facts.outputTokens(),
                facts.choices(),
                facts.needs(),
                facts.unknown());
    }

    @Override
    public Buffer upstreamBody(Deployment deployment, long outputLimitPerChoice) {
        throw new IllegalStateException("nobody is sent a legacy request as it is");
    }

    @Override
    public ChatRequest chat() {
        return chat.chat();
    }
}
