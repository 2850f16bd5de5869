package org.offhook.cache;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Sentence vectors of all-MiniLM-L6-v2, quantised, computed in the calling thread; any thread.
 *
 * <p>The model lies in a jar: nothing is downloaded. Its last two layers are there a second time,
 * in this program's own resources, tuned by {@code tests/bench/calibrate} to what callers want.
 */
public final class MiniLmEmbedder implements Embedder {
    private static final String RESOURCE = "/all-minilm-l6-v2-q.onnx";
    private static final String TUNED = "tuned-layers.onnx";
    private static final int DIMENSIONS = 384;

    /** What the fourth layer says of each token: what both pairs of layers go on from. */
    private static final String HIDDEN = "/encoder/layer.3/output/LayerNorm/Add_1_output_0";

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final OrtSession tuned;
    private final String tunedId;
    private final WordPiece words;

    private MiniLmEmbedder(
            OrtEnvironment environment, OrtSession session, byte[] tunedLayers, WordPiece words)
            throws OrtException {
        this.environment = environment;
        this.session = session;
        this.words = words;
        var checksum = new CRC32();
        checksum.update(tunedLayers);
        tunedId = Long.toHexString(checksum.getValue());
        try (var options = options()) {
            tuned = environment.createSession(tunedLayers, options);
        }
    }

    /** Reads model and vocabulary out of the class path: some 0.5 s and 100 MB. */
    public static MiniLmEmbedder load() throws IOException {
        return load(resource(TUNED));
    }

    /** With other tuned layers than the committed. */
    static MiniLmEmbedder load(byte[] tunedLayers) throws IOException {
        // The environment is one per process: with arguments it would complain about the others'.
        var environment = OrtEnvironment.getEnvironment();
        try (var options = options()) {
            environment.setTelemetry(false);
            byte[] model = withOutput(resource(RESOURCE), HIDDEN);
            var session = environment.createSession(model, options);
            return new MiniLmEmbedder(
                    environment, session, tunedLayers, new WordPiece(Vocabulary.load()));
        } catch (OrtException broken) {
            throw new IOException("cannot load " + RESOURCE, broken);
        }
    }

    private static OrtSession.SessionOptions options() throws OrtException {
        var options = new OrtSession.SessionOptions();
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
        // A question of eight words gains nothing from a second core and loses when it is busy.
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        return options;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = MiniLmEmbedder.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("not on the class path: " + name);
            }
            return in.readAllBytes();
        }
    }

    /**
     * The ONNX model with one more value given out: an encoded message that is followed by another
     * is merged with it, so the new output is written behind the model.
     *
     * @param value name of a float tensor in the graph
     */
    private static byte[] withOutput(byte[] model, String value) {
        byte[] name = value.getBytes(StandardCharsets.US_ASCII);
        byte[] type = {0x12, 4, 0x0A, 2, 0x08, 1}; // ValueInfoProto.type: tensor_type.elem_type 1
        int info = 2 + name.length + type.length;
        var out = ByteBuffer.allocate(model.length + 4 + info).put(model);
        out.put((byte) 0x3A).put((byte) (info + 2)); // ModelProto.graph
        out.put((byte) 0x62).put((byte) info); // GraphProto.output
        out.put((byte) 0x0A).put((byte) name.length).put(name).put(type);
        return out.array();
    }

    @Override
    public float[] embed(String text) {
        return run(text, false).plain();
    }

    @Override
    public Vectors vectors(String text) {
        return run(text, true);
    }

    private Vectors run(String text, boolean both) {
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
            float[] plain = mean(((OnnxTensor) result.get(0)).getFloatBuffer(), tokens.length);
            return new Vectors(plain, both ? tuned((OnnxTensor) result.get(1)) : plain);
        } catch (OrtException ours) {
            throw new IllegalStateException("MiniLM refused " + tokens.length + " tokens", ours);
        }
    }

    private float[] tuned(OnnxTensor hidden) throws OrtException {
        try (var result = tuned.run(Map.of(HIDDEN, hidden))) {
            float[] vector = new float[DIMENSIONS];
            ((OnnxTensor) result.get(0)).getFloatBuffer().get(vector);
            return vector;
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

    @Override
    public String vectorsId() {
        return id() + "+" + tunedId;
    }

    /** No embedding may be under way. */
    @Override
    public void close() {
        try {
            session.close();
            tuned.close();
        } catch (OrtException ours) {
            throw new IllegalStateException("MiniLM does not close", ours);
        }
    }
}
