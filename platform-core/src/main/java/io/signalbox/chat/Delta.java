package io.signalbox.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What one event of a stream adds to an answer, in no protocol's words. {@code call} counts the tool calls of a choice from 0, by the reader's own
 * count, whatever the provider numbers.
 */
public sealed interface Delta {

    /** Which choice, from 0. */
    int choice();

    /** How much the model produced with it, in UTF-8 bytes. */
    default long outputBytes() {
        return 0;
    }

    record Text(int choice, String text) implements Delta {
        @Override
        public long outputBytes() {
            return Output.bytes(text);
        }
    }

    record Thinking(int choice, String text) implements Delta {
        @Override
        public long outputBytes() {
            return Output.bytes(text);
        }
    }

    /** Signs the thoughts just given, and ends them. */
    record Signature(int choice, String signature) implements Delta {}

    record RedactedThinking(int choice, String data) implements Delta {}

    record Refusal(int choice, String text) implements Delta {
        @Override
        public long outputBytes() {
            return Output.bytes(text);
        }
    }

    /** {@code signature} is Gemini's. */
    record CallBegun(int choice, int call, String id, String name, Optional<String> signature) implements Delta {
        @Override
        public long outputBytes() {
            return Output.bytes(name);
        }
    }

    /** A piece of the call's arguments, JSON text when put together. */
    record CallArguments(int choice, int call, String piece) implements Delta {
        @Override
        public long outputBytes() {
            return Output.bytes(piece);
        }
    }

    /** Log probabilities of the text just given, in OpenAI's form. */
    record Logprobs(int choice, JsonNode logprobs) implements Delta {}

    record Finished(int choice, StopReason reason, Optional<String> stopSequence) implements Delta {}
}
