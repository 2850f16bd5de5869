package org.offhook.media.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.offhook.media.Pcm;
import org.offhook.media.Playout;
import org.offhook.media.PreparedAudio;
import org.offhook.media.Tone;
import org.offhook.media.codec.CodecType;
import org.offhook.media.codec.G711;

/** A word that a pause has cut is begun again, however it came to be said. Virtual time. */
@Timeout(600)
class ResumeTest {
    private static final int FRAMES = 50;

    /** The second word begins here, after a gap of two frames. */
    private static final int WORD = 12;

    private static final short[] TWO_WORDS = twoWords();

    private final VirtualCall call = new VirtualCall(CodecType.PCMU);
    private final Playout playout = call.audio.playout();

    @AfterEach
    void hangUp() {
        call.close();
    }

    private static short[] twoWords() {
        short[] words = Tone.sine(500, Pcm.RATE_HZ, FRAMES * Pcm.FRAME_SAMPLES, 6_000);
        int gap = (WORD - 2) * Pcm.FRAME_SAMPLES;
        Arrays.fill(words, gap, gap + 2 * Pcm.FRAME_SAMPLES, (short) 0);
        return words;
    }

    @Test
    void preparedAudio() {
        assertWordIsBegunAgain(utterance ->
                playout.play(utterance, PreparedAudio.encode(TWO_WORDS, TWO_WORDS.length)));
    }

    @Test
    void streamedSamples() {
        assertWordIsBegunAgain(utterance -> {
            assertTrue(playout.putOrWait(utterance, TWO_WORDS, TWO_WORDS.length));
            playout.end(utterance);
        });
    }

    @Test
    void streamedCodes() {
        byte[] codes = new byte[TWO_WORDS.length / 2];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = G711.MU_LAW.encode(TWO_WORDS[2 * i]);
        }
        assertWordIsBegunAgain(utterance -> {
            assertTrue(playout.putCodesOrWait(utterance, codes, codes.length));
            playout.end(utterance);
        });
    }

    /** Lets an utterance be said. */
    private interface Source {
        void say(int utterance) throws InterruptedException;
    }

    private void assertWordIsBegunAgain(Source source) {
        call.answered().runUntil(50);
        int utterance = playout.begin();
        try {
            source.say(utterance);
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
        call.runUntil(415);
        playout.pause(utterance);
        call.runUntil(815);
        long before = loud();
        int back = playout.resume(utterance, 16);
        assertEquals(19 - WORD + 1, back, 1.5, "from the gap between the words");
        call.runUntil(3_000);
        // What is said twice counts once: 50 frames, 48 of them loud, and some of those again.
        assertEquals(FRAMES, framesHeard(), 1, "Opus needs one more to begin");
        int again = back - (int) silentFrames(back);
        assertEquals(FRAMES - 2 - 17 + again, loud() - before, 2);
        call.assertStreamIsWhole();
    }

    private long silentFrames(int back) {
        return IntStream.rangeClosed(1, back).filter(ago -> 19 - ago < WORD).count();
    }

    private int framesHeard() {
        String last = call.told.getLast();
        assertTrue(last.contains("ended 1 after "), last);
        return Integer.parseInt(last.substring(last.lastIndexOf(' ') + 1));
    }

    private long loud() {
        return call.sent.stream().filter(packet -> !packet.isSilence()).count();
    }

    @Test
    void whatWasKeptIsReadAgainHoweverFarTheProducerIsAheadAndNoFurther() {
        var ring = new SpokenRing(10 * Pcm.FRAME_SAMPLES);
        var frame = new short[Pcm.FRAME_SAMPLES];
        var kinds = new byte[Pcm.FRAME_SAMPLES / 2];
        ToIntFunction<Integer> put =
                number -> {
                    Arrays.fill(frame, (short) (int) number);
                    return ring.put(frame, 0, frame.length);
                };
        int next = 0;
        for (int i = 0; i < 60; i++) {
            while (put.applyAsInt(next) == Pcm.FRAME_SAMPLES) {
                next++;
            }
            ring.take(frame, kinds, Pcm.FRAME_SAMPLES);
            assertEquals(i, frame[0]);
        }
        while (put.applyAsInt(next) == Pcm.FRAME_SAMPLES) {
            next++;
        }
        assertEquals(SpokenRing.KEPT_FRAMES, ring.goBack(20, 0));
        assertEquals(0, ring.goBack(20, 0), "the rest is gone");
        assertEquals(0, put.applyAsInt(next), "no room before all of it has been read again");
        for (int i = 60 - SpokenRing.KEPT_FRAMES; i < 70; i++) {
            ring.take(frame, kinds, Pcm.FRAME_SAMPLES);
            assertEquals(i, frame[0]);
        }
        assertEquals(List.of(70L, 70L), List.of(ring.read() / 320, ring.written() / 320));
        assertEquals(2, ring.goBack(9, 68 * Pcm.FRAME_SAMPLES), "nothing is before the beginning");
    }
}
