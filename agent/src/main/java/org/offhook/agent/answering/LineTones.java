package org.offhook.agent.answering;

import java.util.Optional;

/**
 * What single tones mean together: a machine's beep, the three tones in front of an announcement
 * (ITU-T E.180: 950, 1400 and 1800 Hz, each 330 ms), a fax (ITU-T T.30: CED 2100 Hz for seconds,
 * CNG 1100 Hz for half a second every 3.5 s), ringing and busy tones. Pure; times are arguments.
 * Used by one thread.
 */
final class LineTones {
    private static final int BEEP_LEAST_MILLIS = 120;
    private static final int BEEP_MOST_MILLIS = 2_500;
    private static final int CED_HZ = 2_100;
    private static final int CED_LEAST_MILLIS = 1_200;
    private static final int CNG_HZ = 1_100;
    private static final long TONES_OF_A_ROW_NANOS = 150_000_000;

    /** Before a word was said a tone may be the first of three; after this it stood alone. */
    private static final long ALONE_NANOS = 700_000_000;

    private static final int[] INFORMATION_HZ = {950, 1_400, 1_800};

    private Optional<AnsweredBy> certain = Optional.empty();
    private int inARow;
    private int callingTones;
    private int beeps;
    private long lastBeepNanos;
    private long unspokenBeepNanos;
    private long lastToneNanos;

    /** A tone has ended at {@code nowNanos}. */
    void onTone(Tone tone, boolean afterSpeech, long nowNanos) {
        long gapNanos = nowNanos - tone.millis() * 1_000_000L - lastToneNanos;
        lastToneNanos = nowNanos;
        informs(tone, gapNanos);
        if (inARow >= 2 || !isBeep(tone)) {
            unspokenBeepNanos = 0;
            return;
        }
        if (!afterSpeech && tone.isNear(CNG_HZ, 40) && tone.millis() >= 400) {
            callingTones++;
            if (callingTones >= 2) {
                certain = Optional.of(AnsweredBy.FAX);
            }
            return;
        }
        beeps++;
        lastBeepNanos = nowNanos;
        if (afterSpeech) {
            certain = Optional.of(certain.orElse(AnsweredBy.MACHINE));
        } else {
            unspokenBeepNanos = nowNanos;
        }
    }

    /** The three tones, one straight after the other. */
    private void informs(Tone tone, long gapNanos) {
        boolean follows = inARow == 0 || gapNanos <= TONES_OF_A_ROW_NANOS;
        boolean fits =
                inARow < INFORMATION_HZ.length
                        && tone.isNear(INFORMATION_HZ[inARow], 70)
                        && tone.millis() <= 450;
        if (follows && fits) {
            inARow++;
        } else {
            inARow = tone.isNear(INFORMATION_HZ[0], 70) && tone.millis() <= 450 ? 1 : 0;
        }
        if (inARow == INFORMATION_HZ.length) {
            certain = Optional.of(AnsweredBy.ANNOUNCEMENT);
        }
    }

    /** Ringing and busy tones of many countries are 400 to 450 Hz. */
    private static boolean isBeep(Tone tone) {
        return tone.hz() > 460
                && tone.millis() >= BEEP_LEAST_MILLIS
                && tone.millis() <= BEEP_MOST_MILLIS;
    }

    /** A tone goes on. */
    void onSounding(Tone tone, long nowNanos) {
        lastToneNanos = nowNanos;
        unspokenBeepNanos = 0;
        if (tone.isNear(CED_HZ, 30) && tone.millis() >= CED_LEAST_MILLIS) {
            certain = Optional.of(AnsweredBy.FAX);
        }
    }

    int beeps() {
        return beeps;
    }

    /** When the last beep ended; 0 where there was none. */
    long lastBeepNanos() {
        return lastBeepNanos;
    }

    AnsweredBy decide(long nowNanos) {
        if (certain.isEmpty()
                && unspokenBeepNanos != 0
                && nowNanos - unspokenBeepNanos >= ALONE_NANOS) {
            certain = Optional.of(AnsweredBy.MACHINE);
        }
        return certain.orElse(AnsweredBy.PENDING);
    }
}
