package org.offhook.agent.local;

import java.io.IOException;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.offhook.agent.Recogniser;
import org.offhook.agent.Recognition;
import org.offhook.agent.Speech;

/** {@link Moonshine} on the model threads: takes whole segments. Owns the model, not the pool. */
public final class LocalRecogniser implements Recogniser {
    private final Moonshine model;
    private final ModelPool pool;
    private final Recognition recognition =
            new Recognition() {
                @Override
                public String words(Speech speech, BooleanSupplier abandoned)
                        throws IOException, InterruptedException {
                    short[] samples = speech.samples();
                    return pool.call(() -> model.recognise(samples, samples.length, abandoned));
                }

                @Override
                public void close() {}
            };

    public LocalRecogniser(Moonshine model, ModelPool pool) {
        this.model = model;
        this.pool = pool;
    }

    @Override
    public Recognition open(String callId, Locale language, Recognition.Listener listener) {
        return recognition;
    }

    @Override
    public String id() {
        return "moonshine";
    }

    @Override
    public void close() {
        model.close();
    }
}
