package org.offhook.server.answers;

import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.offhook.agent.Voice;

/** Says a tone for everything, when it may; fails at texts that say so. Any thread. */
final class ToneVoice implements Voice {
    final Semaphore may = new Semaphore(0);
    final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();

    @Override
    public void speak(String text, Sink sink) throws IOException, InterruptedException {
        asked.add(text);
        may.acquire();
        if (text.contains("unspeakable")) {
            throw new IOException("tone: cannot say that");
        }
        var samples = new short[8_000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (8_000 * Math.sin(i * 0.2));
        }
        sink.accept(samples, samples.length);
    }

    @Override
    public String id() {
        return "tone/1";
    }

    @Override
    public void close() {}
}
