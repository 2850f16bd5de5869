package org.offhook.agent.answering;

/**
 * A pure tone that is over.
 *
 * @param hz its pitch, to within some hertz
 * @param millis its length, to within a frame or two
 */
public record Tone(int hz, int millis) {
    boolean isNear(int otherHz, int toleranceHz) {
        return Math.abs(hz - otherHz) <= toleranceHz;
    }
}
