package org.offhook.agent.local;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

/** How this program runs ONNX models: many calls side by side, each on the thread that asks. */
final class Onnx {
    private Onnx() {}

    /** Options for one thread a run; close them after the session is made. */
    static OrtSession.SessionOptions oneThread() throws OrtException {
        var options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        // A waiting thread that spins takes the core from the media loop.
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        options.addConfigEntry("session.inter_op.allow_spinning", "0");
        return options;
    }

    /** Closes all, even where one refuses. */
    static void close(OrtSession... sessions) {
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
