package org.offhook.cache;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Map;

/**
 * Sentence vectors of all-MiniLM-L6-v2, quantised, computed in the calling thread; any thread.
 *
 * <p>The model lies in a jar: nothing is downloaded.
 */
public final class MiniLmEmbedder implements Embedder {
    private static final String RESOURCE = "/all-minilm-l6-v2-q.onnx";
    private static final int DIMENSIONS = 384;

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final WordPiece words;

    private MiniLmEmbedder(OrtEnvironment environment, OrtSession session, WordPiece words) {
        this.environment = environment;
        this.session = session;
        this.words = words;
    }

    /** Reads model and vocabulary out of the class path: some 0.5 s and 100 MB. */
    public static MiniLmEmbedder load() throws IOException {
        // The environment is one per process: with arguments it would complain about the others'.
        var environment = OrtEnvironment.getEnvironment();
        try (InputStream in = MiniLmEmbedder.class.getResourceAsStream(RESOURCE);
                var options = new OrtSession.SessionOptions()) {
            if (in == null) {
                throw new IOException("not on the class path: " + RESOURCE);
            }
            environment.setTelemetry(false);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            // A question of eight words gains nothing from a second core and loses when it is busy.
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            var session = environment.createSession(in.readAllBytes(), options);
            return new MiniLmEmbedder(environment, session, new WordPiece(Vocabulary.load()));
        } catch (OrtException broken) {
            throw new IOException("cannot load " + RESOURCE, broken);
        }
    }

    @Override
    public float[] embed(String text) {
        long[] tokens = words.encode(text);
        long[] shape = {1, tokens.length};
        long[] ones = new long[tokens.length];
        Arrays.fill(ones, 1);
        try (var ids = OnnxTensor.createTensor(environment, LongBuffer.wrap(tokens), shape);
                var mask = OnnxTensor.createTensor(environment, LongBuffer.wrap(ones), shape);
                var types =
                        OnnxTensor.createTensor(
                                environment, LongBuffer.wrap(new long[tokens.length]), shape);
                var result =
                        session.run(
                                Map.of(
                                        "input_ids", ids,
                                        "attention_mask", mask,
                                        "token_type_ids", types))) {
            return mean(((OnnxTensor) result.get(0)).getFloatBuffer(), tokens.length);
        } catch (OrtException ours) {
            throw new IllegalStateException("MiniLM refused " + tokens.length + " tokens", ours);
        }
    }

    /** Mean over the tokens, then length 1. */
    private static float[] mean(FloatBuffer hidden, int tokens) {
        float[] sum = new float[DIMENSIONS];
        for (int token = 0; token < tokens; token++) {
            for (int i = 0; i < DIMENSIONS; i++) {
                sum[i] += hidden.get(token * DIMENSIONS + i);
            }
        }
        double square = 0;
        for (float value : sum) {
            square += value * value;
        }
        float scale = (float) (1 / Math.sqrt(square));
        for (int i = 0; i < DIMENSIONS; i++) {
            sum[i] *= scale;
        }
        return sum;
    }

    @Override
    public int dimensions() {
        return DIMENSIONS;
    }

    @Override
    public String id() {
        return "all-minilm-l6-v2-q/1";
    }

    /** No embedding may be under way. */
    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException ours) {
            throw new IllegalStateException("MiniLM does not close", ours);
        }
    }
}
