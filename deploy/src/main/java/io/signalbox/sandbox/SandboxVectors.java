package io.signalbox.sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/** Embeddings of length one that follow from model and text alone; a shortened one is the beginning of the long one, made as long again. */
final class SandboxVectors {

    static final int DIMENSIONS = 256;
    static final int DIMENSIONS_MAX = 4_096;

    private SandboxVectors() {}

    static float[] of(String model, String text, int dimensions) {
        CRC32 crc = new CRC32();
        crc.update((model + "\n" + text).getBytes(StandardCharsets.UTF_8));
        long state = crc.getValue();
        double[] raw = new double[dimensions];
        double squares = 0;
        for (int i = 0; i < dimensions; i++) {
            state = SandboxText.next(state);
            raw[i] = (state >>> 40) / (double) (1 << 24) - 0.5;
            squares += raw[i] * raw[i];
        }
        double length = Math.sqrt(squares);
        float[] vector = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) (raw[i] / length);
        }
        return vector;
    }

    static List<Float> list(float[] vector) {
        return IntStream.range(0, vector.length).mapToObj(i -> vector[i]).toList();
    }

    /** Little-endian floats in Base64, as OpenAI gives them. */
    static String base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float each : vector) {
            bytes.putFloat(each);
        }
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /** The wanted dimensions, within bounds. */
    static int dimensions(long wanted, String param) {
        if (wanted > DIMENSIONS_MAX) {
            throw SandboxFault.invalid(param, "'" + param + "' must be at most " + DIMENSIONS_MAX + ".");
        }
        return (int) wanted;
    }
}
