package io.signalbox.dialect.input;

import io.signalbox.chat.AnswerHead;
import io.signalbox.chat.Reply;
import io.signalbox.chat.UsageLine;
import io.signalbox.json.Json;
import io.signalbox.money.TokenUsage;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Vectors that belong to no protocol, one for each input, in order. */
record EmbeddingResult(List<float[]> vectors, Optional<TokenUsage> usage) implements Reply {

    private static final int CHARS_PER_NUMBER = 13;

    EmbeddingResult {
        vectors = List.copyOf(vectors);
    }

    @Override
    public long outputBytes() {
        return 0;
    }

    /** OpenAI's form; {@code base64} is of little-endian four-byte floats, as its SDKs ask for unless told otherwise. */
    Buffer rendered(AnswerHead head, UsageLine usage, boolean base64) {
        int values = vectors.stream().mapToInt(vector -> vector.length).sum();
        StringBuilder text = new StringBuilder(values * CHARS_PER_NUMBER + 256);
        text.append("{\"object\":\"list\",\"data\":[");
        for (int i = 0; i < vectors.size(); i++) {
            text.append(i == 0 ? "" : ",")
                    .append("{\"object\":\"embedding\",\"index\":")
                    .append(i);
            text.append(",\"embedding\":");
            write(vectors.get(i), base64, text);
            text.append('}');
        }
        text.append("],\"model\":");
        return Buffer.buffer(text.toString())
                .appendBytes(Json.quoted(head.model()))
                .appendString(",\"usage\":" + InputUsage.write(usage) + "}");
    }

    private static void write(float[] vector, boolean base64, StringBuilder to) {
        if (base64) {
            to.append('"').append(encoded(vector)).append('"');
            return;
        }
        to.append('[');
        for (int i = 0; i < vector.length; i++) {
            to.append(i == 0 ? "" : ",").append(vector[i]);
        }
        to.append(']');
    }

    static String encoded(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /** Fails with an {@link IllegalArgumentException} when it is no base64 of whole floats. */
    static float[] decoded(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        if (bytes.length % Float.BYTES != 0) {
            throw new IllegalArgumentException("no whole floats");
        }
        float[] vector = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        return vector;
    }
}
