package org.offhook.agent.local;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.util.List;
import org.offhook.agent.VoiceActivity;

/**
 * Tells speech from no speech with Silero VAD v5 at its native 8 kHz: on telephone audio that finds
 * more words than 16 kHz made of 8. Thread-safe; the state of a call is in what {@link #open}
 * gives.
 */
public final class SileroVad implements AutoCloseable {
    private final OrtSession session;

    private SileroVad(OrtSession session) {
        this.session = session;
    }

    /**
     * @throws IOException the file is missing or not the one of the catalogue
     */
    public static SileroVad load(ModelFiles files) throws IOException {
        String path = files.file(ModelFile.SILERO_VAD).toString();
        try (var options = Onnx.oneThread()) {
            return new SileroVad(OnnxEnvironment.get().createSession(path, options));
        } catch (OrtException e) {
            throw new IOException("Silero VAD cannot be loaded", e);
        }
    }

    /** Begins a call. Close it before this. */
    public VoiceActivity open() {
        try {
            return new SileroCall(session);
        } catch (OrtException e) {
            throw new IllegalStateException("Silero VAD has no state to begin with", e);
        }
    }

    @Override
    public void close() {
        Onnx.close(List.of(session));
    }
}
