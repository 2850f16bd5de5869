package org.offhook.agent.local;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.List;

/** How this program runs ONNX models: many calls side by side, each on the thread that asks. */
final class Onnx {
    private Onnx() {}

    /** Options for one thread a run; close them after the session is made. */
    static OrtSession.SessionOptions oneThread() throws OrtException {
        var options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        // Patterns are kept per input shape for ever, and every segment and token has another one.
        options.setMemoryPatternOptimization(false);
        // A waiting thread that spins takes the core from the media loop.
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        options.addConfigEntry("session.inter_op.allow_spinning", "0");
        return options;
    }

    /**
     * As {@link #oneThread}, and lets a graph count on one sequence of one token: what it computes
     * about shapes, a third of Moonshine's nodes, is then done once, when it is loaded.
     */
    static OrtSession.SessionOptions oneToken() throws OrtException {
        var options = oneThread();
        options.setSymbolicDimensionValue("batch_size", 1);
        options.setSymbolicDimensionValue("decoder_sequence_length", 1);
        return options;
    }

    /** Closes all, even where one refuses. */
    static void close(List<OrtSession> sessions) {
        IllegalStateException first = null;
        for (OrtSession session : sessions) {
            try {
                session.close();
            } catch (OrtException e) {
                first = first == null ? new IllegalStateException(e) : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
