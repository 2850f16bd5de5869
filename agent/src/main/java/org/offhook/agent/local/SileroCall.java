package org.offhook.agent.local;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Map;
import java.util.Set;
import org.offhook.agent.VoiceActivity;

/**
 * Silero's memory of one call, for the one thread that hears it. All tensors lie over buffers made
 * at the start, so that a window costs no copy into Java arrays.
 */
final class SileroCall implements VoiceActivity {
    private static final int RATE_HZ = 8_000;

    /** The end of the window before, which the model wants in front of each window. */
    private static final int CONTEXT_SAMPLES = 32;

    private static final int STATE = 2 * 128;
    private static final long[] STATE_SHAPE = {2, 1, 128};

    private final OrtSession session;
    private final FloatBuffer input;
    private final FloatBuffer stateIn;
    private final FloatBuffer stateOut;
    private final FloatBuffer output;
    private final OnnxTensor[] tensors;
    private final Map<String, OnnxTensor> inputs;
    private final Map<String, OnnxTensor> outputs;

    SileroCall(OrtSession session) throws OrtException {
        this.session = session;
        this.input = floats(CONTEXT_SAMPLES + WINDOW_SAMPLES);
        this.stateIn = floats(STATE);
        this.stateOut = floats(STATE);
        this.output = floats(1);
        LongBuffer rate =
                ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder()).asLongBuffer();
        rate.put(0, RATE_HZ);
        OrtEnvironment environment = OnnxEnvironment.get();
        OnnxTensor sound =
                OnnxTensor.createTensor(environment, input, new long[] {1, input.capacity()});
        OnnxTensor before = OnnxTensor.createTensor(environment, stateIn, STATE_SHAPE);
        OnnxTensor after = OnnxTensor.createTensor(environment, stateOut, STATE_SHAPE);
        OnnxTensor speech = OnnxTensor.createTensor(environment, output, new long[] {1, 1});
        OnnxTensor hertz = OnnxTensor.createTensor(environment, rate, new long[0]);
        this.tensors = new OnnxTensor[] {sound, before, after, speech, hertz};
        this.inputs = Map.of("input", sound, "state", before, "sr", hertz);
        this.outputs = Map.of("output", speech, "stateN", after);
    }

    @Override
    public float probability(float[] window) {
        if (window.length != WINDOW_SAMPLES) {
            throw new IllegalArgumentException(
                    "a window is " + WINDOW_SAMPLES + " samples, not " + window.length);
        }
        input.put(CONTEXT_SAMPLES, window);
        try (var _ = session.run(inputs, Set.of(), outputs)) {
            stateIn.put(0, stateOut, 0, STATE);
            input.put(0, window, WINDOW_SAMPLES - CONTEXT_SAMPLES, CONTEXT_SAMPLES);
            return output.get(0);
        } catch (OrtException e) {
            throw new IllegalStateException("Silero VAD refused a window of the right shape", e);
        }
    }

    @Override
    public void reset() {
        for (int i = 0; i < STATE; i++) {
            stateIn.put(i, 0);
        }
        for (int i = 0; i < CONTEXT_SAMPLES; i++) {
            input.put(i, 0);
        }
    }

    @Override
    public void close() {
        for (OnnxTensor tensor : tensors) {
            tensor.close();
        }
    }

    private static FloatBuffer floats(int count) {
        return ByteBuffer.allocateDirect(count * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}
