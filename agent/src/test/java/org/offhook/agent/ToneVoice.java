package org.offhook.agent;

/** Says a tone for everything, padded with silence as voices do. */
record ToneVoice(int hertz, int millis, double gain) implements Voice {
    private static final int PADDING = 1_600;

    @Override
    public void speak(String text, Sink sink) throws InterruptedException {
        short[] tone = Tone.of(hertz, millis);
        short[] padded = new short[tone.length + 2 * PADDING];
        for (int i = 0; i < tone.length; i++) {
            padded[PADDING + i] = (short) (gain * tone[i]);
        }
        sink.accept(padded, padded.length);
    }

    @Override
    public String id() {
        return "tone " + this;
    }

    @Override
    public void close() {}
}
