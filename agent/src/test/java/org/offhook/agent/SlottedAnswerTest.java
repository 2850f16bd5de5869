package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.offhook.media.PreparedAudio;

/** An answer with a slot whose voice takes its time, or never comes. */
@Timeout(60)
class SlottedAnswerTest {
    private static final int BRIDGE_FRAMES = 1;

    private final PlayoutLog playout = new PlayoutLog();
    private final CountDownLatch mayspeak = new CountDownLatch(1);
    private final BlockingQueue<String> failed = new LinkedBlockingQueue<>();
    private final CallScope scope = new CallScope("test", bug -> failed.add("bug " + bug));
    private final UtteranceText said = new UtteranceText();
    private boolean dumb;

    private final LiveParts live = new LiveParts(List.of(new LateVoice()));

    @AfterEach
    void end() {
        scope.close();
    }

    private final class LateVoice implements Voice {
        @Override
        public void speak(String text, Sink sink) throws IOException, InterruptedException {
            mayspeak.await();
            if (dumb) {
                throw new IOException("dumb");
            }
            new ToneVoice(200, 300, 1).speak(text, sink);
        }

        @Override
        public String id() {
            return "late";
        }

        @Override
        public void close() {}
    }

    private static PreparedAudio tone(int frames) {
        short[] samples = Tone.of(300, 20 * frames);
        return PreparedAudio.encode(samples, samples.length);
    }

    private void say(SlottedAnswer.Patience patience) {
        var values =
                new SlotValues(
                        SlotSources.builtIn(),
                        new Caller("1", "Ann", _ -> ""),
                        Locale.ENGLISH,
                        InstantSource.system());
        var line =
                new SlottedLine(
                        List.of(
                                new SlottedLine.Piece.Prepared("Thank you.", tone(10)),
                                new SlottedLine.Piece.Live("You are {name}."),
                                new SlottedLine.Piece.Prepared("Goodbye.", tone(10))),
                        live);
        var bridge = new Repertoire.Line("One moment.", Optional.of(tone(BRIDGE_FRAMES)));
        var answer =
                new SlottedAnswer(line, values, bridge, patience, playout, playout.begin(), said);
        scope.fork("voice", answer::speak);
        scope.fork(
                "say",
                () -> {
                    try {
                        answer.say();
                    } catch (IOException failure) {
                        failed.add(failure.getMessage());
                    }
                });
    }

    @Test
    void aLatePartIsBridgedAndComesInItsPlace() throws Exception {
        say(new SlottedAnswer.Patience(Duration.ofMillis(50), Duration.ofMinutes(5)));
        assertTrue(playout.any().startsWith("put 1 "), "what is prepared is there at once");
        assertEquals("put 1 320", playout.any(), "one moment");
        mayspeak.countDown();
        assertTrue(playout.any().startsWith("put 1 "));
        assertTrue(playout.any().startsWith("put 1 "));
        assertEquals("end 1", playout.any());
        assertEquals("Thank you. One moment. You are Ann. Goodbye.", said.all());
        assertEquals(new LiveParts.Counts(1, 0, 1, 0, 0), live.counts());
    }

    @Test
    void aPartThatNeverComesEndsTheAnswerAndIsNotLeftOut() throws Exception {
        say(new SlottedAnswer.Patience(Duration.ZERO, Duration.ofMillis(50)));
        assertEquals("the voice is late", failed.poll(30, TimeUnit.SECONDS));
        assertEquals("Thank you. One moment.", said.all());
        assertEquals(1, live.counts().failed());
    }

    @Test
    void aVoiceThatFailsEndsTheAnswerAtOnce() throws Exception {
        dumb = true;
        mayspeak.countDown();
        say(new SlottedAnswer.Patience(Duration.ofMinutes(5), Duration.ofMinutes(5)));
        assertEquals("dumb", failed.poll(30, TimeUnit.SECONDS));
        assertEquals("Thank you.", said.all());
    }

    @Test
    void patienceIsCountedFromTheLastSound() {
        var patience = new SlottedAnswer.Patience(Duration.ofSeconds(1), Duration.ofSeconds(6));
        assertEquals(3_000_000_000L, patience.leftNanos(false, 5_000_000_000L, 3_000_000_000L));
        assertEquals(-1_000_000_000L, patience.leftNanos(false, 5_000_000_000L, 7_000_000_000L));
        assertEquals(4_000_000_000L, patience.leftNanos(true, 5_000_000_000L, 7_000_000_000L));
    }

    @Test
    void whatWasSpokenOnceIsKeptOfTheFirstVoiceOnly() throws Exception {
        mayspeak.countDown();
        dumb = true;
        var second = new LiveParts(List.of(new LateVoice(), new ToneVoice(200, 300, 1)));
        assertTrue(second.speak("Ann.").length > 0);
        assertTrue(second.speak("Ann.").length > 0);
        assertEquals(new LiveParts.Counts(2, 0, 0, 0, 0), second.counts());
        dumb = false;
        second.speak("Ann.");
        second.speak("Ann.");
        assertEquals(new LiveParts.Counts(3, 1, 0, 0, 0), second.counts());
        for (int other = 0; other < 600; other++) {
            second.speak("Number " + other + ".");
        }
        second.speak("Ann.");
        assertEquals(1, second.counts().repeated(), "the oldest is gone");
    }
}
