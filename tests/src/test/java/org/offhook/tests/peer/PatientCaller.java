package org.offhook.tests.peer;

import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * Somebody who holds a phone, speaks when nobody else does, and says things again where a slow
 * machine has not understood them in time. Used by the phone's thread.
 *
 * @param story for a failing test
 */
public record PatientCaller(ScriptedPhone phone, Supplier<String> story) {
    /** Hears a greeting to its end. */
    public void isGreeted() throws Exception {
        until(() -> phone.heardFrames() > 20);
        isSilent();
    }

    /** The other side says nothing for a second. */
    public void isSilent() throws Exception {
        until(this::hasBeenSilent);
    }

    private boolean hasBeenSilent() {
        return System.nanoTime() - phone.lastAudibleNanos() > 1_000_000_000;
    }

    /** Says it, and once more wherever it has led to nothing. */
    public void saysUntil(byte[][] words, Callable<Boolean> what) throws Exception {
        long endNanos = endNanos();
        while (!what.call()) {
            long before = phone.heardFrames();
            phone.speak(words);
            until(
                    () -> what.call() || phone.heardFrames() > before + 20 && hasBeenSilent(),
                    endNanos);
        }
    }

    /** The phone lives on until then. */
    public void until(Callable<Boolean> what) throws Exception {
        until(what, endNanos());
    }

    private static long endNanos() {
        return System.nanoTime() + OffhookProcess.PATIENCE.toNanos();
    }

    private void until(Callable<Boolean> what, long endNanos) throws Exception {
        while (!what.call()) {
            if (System.nanoTime() - endNanos > 0) {
                throw new AssertionError(story.get());
            }
            phone.listen();
        }
    }
}
