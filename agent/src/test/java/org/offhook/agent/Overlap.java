package org.offhook.agent;

/**
 * Something that is heard on the caller's side while the agent speaks.
 *
 * @param what within its kind, for the report
 * @param recording what the agent is saying
 * @param atMillis when it begins, after the agent's first packet
 * @param sound 8 kHz; empty for echo alone
 * @param echo of the agent, for the whole call; null: none
 * @param lossPercent of packets, both ways
 * @param seed of line noise and network
 */
record Overlap(
        Kind kind,
        String what,
        AgentRecordings.Recording recording,
        int atMillis,
        short[] sound,
        Echo echo,
        double lossPercent,
        long seed) {
    enum Kind {
        INTERRUPTION(true),
        INTERRUPTION_IN_ECHO(true),
        BACKCHANNEL(false),
        NOISE(false),
        ECHO(false);

        /** Whether the agent should lose the word. */
        final boolean interrupts;

        Kind(boolean interrupts) {
            this.interrupts = interrupts;
        }
    }

    /**
     * The way from the caller's ear back into the line.
     *
     * @param delayMillis on top of the network's and the jitter buffer's
     * @param filtered through a small loudspeaker and companded once more on the way
     */
    record Echo(int delayMillis, int lossDb, boolean filtered) {}

    @Override
    public String toString() {
        String by = echo == null ? "" : " echo " + echo.delayMillis + " ms -" + echo.lossDb + " dB";
        return "%s \"%s\" at %d ms of %s%s seed %d"
                .formatted(kind, what, atMillis, recording.id(), by, seed);
    }
}
