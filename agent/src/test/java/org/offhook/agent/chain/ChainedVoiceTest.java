package org.offhook.agent.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.offhook.agent.Voice;
import org.offhook.media.Pcm;

@Timeout(600)
class ChainedVoiceTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String SENTENCE = "We are open from eight to six on every working day.";

    private final Speaker first = new Speaker((short) 1);
    private final Speaker second = new Speaker((short) 2);
    private final List<Short> heard = new ArrayList<>();

    @Test
    void theFirstSpeaksAlone() throws Exception {
        chain(LONG).speak("Hello.", this::hear);
        assertEquals(List.of((short) 1), voices());
        assertEquals(List.of(), second.asked);
    }

    @Test
    void aCallThatHadToChangeItsVoiceKeepsTheNewOne() throws Exception {
        first.fails = true;
        Voice voice = chain(LONG).forCall();
        voice.speak("One.", this::hear);
        first.fails = false;
        voice.speak("Two.", this::hear);
        assertEquals(List.of((short) 2), voices());
        assertEquals(List.of("One.", "Two."), second.asked);
    }

    @Test
    void theNextCallBeginsWithTheFirstChoiceAgain() throws Exception {
        first.stalls = true;
        Voice voice = chain(Duration.ofSeconds(2)); // enough to be asked in, and to be late in
        voice.forCall().speak("One.", this::hear);
        first.stalls = false;
        first.cancelled.await();
        heard.clear();
        voice.forCall().speak("Two.", this::hear);
        assertEquals("Two.", first.asked.getLast());
    }

    @Test
    void aSentenceThatBreaksOffIsGoneOnWithAndNotRepeated() throws Exception {
        first.breaksOffAfter = Pcm.RATE_HZ;
        chain(LONG).speak(SENTENCE, this::hear);
        assertEquals(List.of((short) 1, (short) 2), voices());
        String rest = second.asked.getFirst();
        assertTrue(SENTENCE.endsWith(rest) && rest.startsWith("from"), rest);
    }

    @Test
    void aLastWordIsNotWorthAnotherVoice() throws Exception {
        first.breaksOffAfter = 20 * Pcm.RATE_HZ;
        chain(LONG).speak(SENTENCE, this::hear);
        assertEquals(List.of(), second.asked);
    }

    @Test
    void withoutAnyVoiceItFails() {
        first.fails = true;
        second.fails = true;
        assertThrows(IOException.class, () -> chain(LONG).speak("Hello.", this::hear));
    }

    @Test
    void whenNoMoreIsWantedTheVoiceIsToldSo() throws Exception {
        chain(LONG).speak(SENTENCE, (_, _) -> false);
        assertEquals(List.of(), second.asked);
    }

    private boolean hear(short[] samples, int length) {
        for (int i = 0; i < length; i++) {
            heard.add(samples[i]);
        }
        return true;
    }

    private List<Short> voices() {
        return heard.stream().distinct().toList();
    }

    private Voice chain(Duration patience) {
        return new ChainedVoice(
                List.of(
                        new Link<>("first", first, patience, new ProviderHealth()),
                        new Link<>("second", second, patience, new ProviderHealth())));
    }

    /** Says one hundred of its own samples, unless the script says otherwise. */
    private static final class Speaker implements Voice {
        private final short sample;
        final List<String> asked = new ArrayList<>();
        final CountDownLatch cancelled = new CountDownLatch(1);
        volatile boolean fails;
        volatile boolean stalls;
        volatile int breaksOffAfter;

        Speaker(short sample) {
            this.sample = sample;
        }

        @Override
        public void speak(String text, Sink sink) throws IOException, InterruptedException {
            asked.add(text);
            if (fails) {
                throw new Unwell();
            }
            if (stalls) {
                try {
                    new CountDownLatch(1).await();
                } finally {
                    cancelled.countDown();
                }
            }
            int count = breaksOffAfter > 0 ? breaksOffAfter : 100;
            var samples = new short[count];
            Arrays.fill(samples, sample);
            sink.accept(samples, count);
            if (breaksOffAfter > 0) {
                throw new IOException("connection lost");
            }
        }

        @Override
        public String id() {
            return "speaker " + sample;
        }

        @Override
        public void close() {}
    }
}
