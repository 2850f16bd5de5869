package org.offhook.agent.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SoundQueueTest {
    private final SoundQueue queue =
            new SoundQueue(
                    new Limits("acme", "sound", Duration.ofMinutes(1), Duration.ofMinutes(1)),
                    16_000);
    private int heard;

    @Test
    void aProviderFarAheadOfTheListenerIsCutOff() {
        for (int second = 0; second < 70; second++) {
            queue.put(new byte[32_000]);
        }
        assertTrue(queue.hasEnded());
        assertFalse(queue.isComplete());
        assertEquals("acme: sent more than 60 s of sound ahead", failure());
        assertEquals(60 * 16_000, heard);
    }

    @Test
    void soDoManyTinyPieces() {
        for (int i = 0; i < 20_000; i++) {
            queue.put(new byte[2]);
        }
        assertEquals("acme: sent more than 60 s of sound ahead", failure());
        assertTrue(heard <= 8_192, "heard " + heard);
    }

    @Test
    void aLongUtteranceThatIsListenedToIsNotCutOff() throws Exception {
        for (int minute = 0; minute < 3; minute++) {
            queue.put(new byte[2 * 55 * 16_000]);
            assertFalse(queue.hasEnded());
            queue.drain(
                    new Speaking((_, length) -> {
                        heard += length;
                        return false;
                    }));
        }
        queue.end();
        assertTrue(queue.isComplete());
        assertEquals(3 * 55 * 16_000, heard);
    }

    @Test
    void whatComesAfterTheEndIsIgnored() throws Exception {
        queue.put(new byte[200]);
        queue.end();
        queue.put(new byte[200]);
        queue.fail(new ProviderException("acme: too late"));
        queue.drain(listening());
        assertEquals(100, heard);
    }

    @Test
    void anUtteranceWithoutSoundIsAFailure() {
        queue.put(new byte[0]);
        queue.end();
        assertEquals("acme: sent no sound", failure());
    }

    private Speaking listening() {
        return new Speaking((_, length) -> {
            heard += length;
            return true;
        });
    }

    private String failure() {
        return assertThrows(ProviderException.class, () -> queue.drain(listening())).getMessage();
    }
}
