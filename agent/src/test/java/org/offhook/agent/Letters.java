package org.offhook.agent;

import java.util.concurrent.CountDownLatch;

/** A voice that says so many samples a letter. */
final class Letters implements Voice {
    /** It has been asked to speak. */
    final CountDownLatch spoken = new CountDownLatch(1);

    private final int samples;

    Letters(int samples) {
        this.samples = samples;
    }

    @Override
    public void speak(String text, Sink sink) throws InterruptedException {
        spoken.countDown();
        int length = samples * text.length();
        sink.accept(new short[length], length);
    }

    @Override
    public String id() {
        return "letters";
    }

    @Override
    public void close() {}
}
