package org.offhook.media.codec;

import java.util.Arrays;

/**
 * One direction of G.722's pair of mirror filters, 24 taps: two samples at 16 kHz to one of each
 * sub-band, or back (ITU-T G.722 §3.1, §4.4, §5.2). Both ways together delay by 22 samples. One
 * thread.
 */
final class QuadratureMirror {
    /** Every second tap; the others are the same backwards. */
    private static final int[] TAPS = {3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11};

    private static final int LENGTH = TAPS.length;
    private static final int BLOCK = 96;

    /** The two samples of each step stand in two lines, the newest last. */
    private final int[] evens = new int[LENGTH - 1 + BLOCK];

    private final int[] odds = new int[LENGTH - 1 + BLOCK];
    private int at;
    private int evenSum;
    private int oddSum;

    /** Takes in the next two samples. */
    void put(int even, int odd) {
        if (at == BLOCK) {
            System.arraycopy(evens, BLOCK, evens, 0, LENGTH - 1);
            System.arraycopy(odds, BLOCK, odds, 0, LENGTH - 1);
            at = 0;
        }
        evens[at + LENGTH - 1] = even;
        odds[at + LENGTH - 1] = odd;
        final int[] x = evens;
        final int[] y = odds;
        int sumX = 0;
        int sumY = 0;
        for (int i = 0; i < LENGTH; i++) {
            sumX += x[at + i] * TAPS[i];
            sumY += y[at + i] * TAPS[LENGTH - 1 - i];
        }
        evenSum = sumX;
        oddSum = sumY;
        at++;
    }

    /** After {@link #put} of two samples: the lower sub-band's, of 15 bits. */
    int low() {
        return oddSum + evenSum >> 14;
    }

    /** After {@link #put} of two samples: the higher sub-band's, of 15 bits. */
    int high() {
        return oddSum - evenSum >> 14;
    }

    /** After {@link #put} of the sub-bands' sum and difference: the first of two samples. */
    short first() {
        return (short) G722Predictor.saturate(oddSum >> 11);
    }

    /** The second of two samples. */
    short second() {
        return (short) G722Predictor.saturate(evenSum >> 11);
    }

    /** What came before was silence. */
    void clear() {
        Arrays.fill(evens, 0);
        Arrays.fill(odds, 0);
    }
}
