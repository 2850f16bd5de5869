package org.offhook.cache;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A linear view of sentence vectors in which questions that want the same answer lie together, and
 * those that merely speak of the same things do not: linear discriminants of public intents, fitted
 * by {@code Calibrate} in the tests. Immutable; any thread.
 */
final class Projection {
    private static final String RESOURCE = "projection.bin";

    private final float[] mean;
    private final float[][] rows;

    /**
     * @param rows one for each dimension that comes out, as long as {@code mean}
     */
    Projection(float[] mean, float[][] rows) {
        this.mean = mean;
        this.rows = rows;
    }

    /** Reads the committed weights. */
    static Projection load() throws IOException {
        try (var in = Projection.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IOException("not on the class path: " + RESOURCE);
            }
            return read(new DataInputStream(new BufferedInputStream(in)));
        }
    }

    private static Projection read(DataInputStream in) throws IOException {
        float[] mean = new float[in.readUnsignedShort()];
        float[][] rows = new float[in.readUnsignedShort()][mean.length];
        halves(in, mean);
        for (float[] row : rows) {
            halves(in, row);
        }
        return new Projection(mean, rows);
    }

    private static void halves(DataInputStream in, float[] out) throws IOException {
        for (int i = 0; i < out.length; i++) {
            out[i] = Float.float16ToFloat(in.readShort());
        }
    }

    void write(DataOutputStream out) throws IOException {
        out.writeShort(mean.length);
        out.writeShort(rows.length);
        for (float value : mean) {
            out.writeShort(Float.floatToFloat16(value));
        }
        for (float[] row : rows) {
            for (float value : row) {
                out.writeShort(Float.floatToFloat16(value));
            }
        }
    }

    /** A vector of length 1; another embedder's as it is. */
    float[] of(float[] vector) {
        if (vector.length != mean.length) {
            return vector;
        }
        float[] centred = new float[mean.length];
        for (int i = 0; i < mean.length; i++) {
            centred[i] = vector[i] - mean[i];
        }
        float[] out = new float[rows.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) Bank.dot(centred, rows[i]);
        }
        float scale = (float) (1 / Math.max(1e-9, Math.sqrt(Bank.dot(out, out))));
        for (int i = 0; i < out.length; i++) {
            out[i] *= scale;
        }
        return out;
    }
}
