package org.offhook.agent.local;

/** Adds the parts of one fetch up to one bar that never goes back. */
final class Meter {
    private final Progress progress;
    private final long totalBytes;
    private long finishedBytes;

    Meter(Progress progress, long totalBytes) {
        this.progress = progress;
        this.totalBytes = totalBytes;
    }

    /** {@code partBytes} of a part of {@code ofBytes} are here. */
    void at(String what, long partBytes, long ofBytes) {
        progress.at(what, finishedBytes + Math.min(partBytes, ofBytes), totalBytes);
    }

    void finished(String what, long ofBytes) {
        finishedBytes += ofBytes;
        progress.at(what, finishedBytes, totalBytes);
    }
}
