package org.offhook.agent.local;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One segment on its way from samples to tokens, on the thread that recognises it. Keys and values
 * of past tokens stay in native memory: what one step yields is the next step's input.
 */
final class MoonshineDecoding implements AutoCloseable {
    /** Width of the decoder's answer; the vocabulary ends before. */
    private static final int LOGITS = 32_768;

    /** The decoder knows 194 positions. */
    static final int MOST_TOKENS = 190;

    private final OrtEnvironment environment = OnnxEnvironment.get();
    private final MoonshineNames names;
    private final OrtSession first;
    private final OrtSession later;
    private final Map<String, OnnxTensor> inputs = new HashMap<>();
    private final Map<String, OnnxTensor> pinned = new HashMap<>();
    private final List<OnnxTensor> tensors = new ArrayList<>();
    private final LongBuffer lastToken = direct(Long.BYTES).asLongBuffer();
    private final FloatBuffer logits = direct(LOGITS * Float.BYTES).asFloatBuffer();
    private final int[] tokens = new int[MOST_TOKENS];
    private int length;
    private OrtSession.Result encoded;

    /** Holds the keys and values of the sound, for all steps. */
    private OrtSession.Result firstStep;

    /** Holds the keys and values of the words so far. */
    private OrtSession.Result lastStep;

    /**
     * @param first decodes the first token
     * @param later decodes every later token
     */
    MoonshineDecoding(MoonshineNames names, OrtSession first, OrtSession later) {
        this.names = names;
        this.first = first;
        this.later = later;
    }

    /** Encodes the audio, direct, 16 kHz, -1 to 1, and makes the decoder ready. */
    void listen(OrtSession encoder, FloatBuffer audio) throws OrtException {
        try (var samples =
                OnnxTensor.createTensor(environment, audio, new long[] {1, audio.capacity()})) {
            encoded = encoder.run(Map.of("input_values", samples));
            inputs.put("encoder_hidden_states", tensor(encoded.get(0)));
        }
        lastToken.put(0, Vocabulary.START);
        inputs.put(
                "input_ids",
                keep(OnnxTensor.createTensor(environment, lastToken, new long[] {1, 1})));
        pinned.put(
                "logits",
                keep(OnnxTensor.createTensor(environment, logits, new long[] {1, 1, LOGITS})));
    }

    /** Decodes one token; false when the text is complete or goes in circles. */
    boolean step() throws OrtException {
        if (firstStep == null) {
            firstStep = first.run(inputs, names.presents(), pinned);
            feed(firstStep, names.presentSounds(), names.pastSounds());
            feed(firstStep, names.presentWords(), names.pastWords());
        } else {
            OrtSession.Result step = later.run(inputs, names.presentsOfWords(), pinned);
            feed(step, names.presentWords(), names.pastWords());
            closeIfOpen(lastStep);
            lastStep = step;
        }
        int token = likeliest();
        if (token == Vocabulary.STOP) {
            return false;
        }
        tokens[length++] = token;
        lastToken.put(0, token);
        int looped = Repetition.excess(tokens, length);
        length -= looped;
        return looped == 0;
    }

    int length() {
        return length;
    }

    String text(Vocabulary vocabulary) {
        return vocabulary.text(tokens, length);
    }

    @Override
    public void close() {
        closeIfOpen(lastStep);
        closeIfOpen(firstStep);
        closeIfOpen(encoded);
        tensors.forEach(OnnxTensor::close);
    }

    private void feed(OrtSession.Result step, List<String> presents, List<String> pasts) {
        for (int i = 0; i < presents.size(); i++) {
            inputs.put(pasts.get(i), tensor(step.get(presents.get(i)).orElseThrow()));
        }
    }

    private int likeliest() {
        int best = 0;
        float most = logits.get(0);
        for (int id = 1; id < LOGITS; id++) {
            float value = logits.get(id);
            if (value > most) {
                most = value;
                best = id;
            }
        }
        return best;
    }

    private OnnxTensor keep(OnnxTensor tensor) {
        tensors.add(tensor);
        return tensor;
    }

    private static OnnxTensor tensor(OnnxValue value) {
        return (OnnxTensor) value;
    }

    private static void closeIfOpen(OrtSession.Result result) {
        if (result != null) {
            result.close();
        }
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
