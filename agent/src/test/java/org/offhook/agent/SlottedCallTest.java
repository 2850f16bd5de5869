package org.offhook.agent;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.offhook.agent.loudness.Loudness;
import org.offhook.media.Pcm;
import org.offhook.media.codec.CodecType;

/** Answers with slots as callers hear them, in virtual time. */
class SlottedCallTest {
    private static final String READY =
            "Thank you for waiting. Your order {order} is ready on {weekday}. Please ring the bell.";

    private static final String SAID =
            "Thank you for waiting. Your order 4711 is ready on Wednesday. Please ring the bell.";

    private static final int PER_MILLI = Pcm.RATE_HZ / 1000;

    /** As a voice pauses behind a sentence. */
    private static final int PAUSE_MILLIS = 350;

    private static SimulatedCall call(CodecType codec, String order) {
        return SimulatedCall.over(codec, 7, 0, 0)
                .thinks()
                .knowsSlotted("is it ready", "ready", READY, order)
                .answered()
                .hears("greeting", ofMillis(300))
                .hearsSilenceWithin(ofMillis(1_200));
    }

    @ParameterizedTest
    @EnumSource(CodecType.class)
    void partsFollowEachOtherWithoutGapClickOrChangeOfLoudness(CodecType codec) {
        try (var call = call(codec, "4711")) {
            call.says("is it ready", 900);
            int from = call.soundAtCaller().length;
            call.hears("ready", ofMillis(500)).hears(SimulatedRepertoire.VOICE, ofSeconds(1));
            call.hears("ready", ofSeconds(1)).hearsSilenceWithin(ofSeconds(1)).passes(500);
            short[] all = call.soundAtCaller();
            short[] heard = Arrays.copyOfRange(all, from, all.length);

            List<int[]> tones = tones(heard);
            assertEquals(3, tones.size(), "three parts");
            for (int part = 1; part < 3; part++) {
                int gap = (tones.get(part)[0] - tones.get(part - 1)[1]) / PER_MILLI;
                assertTrue(Math.abs(gap - PAUSE_MILLIS) <= 40, "pause of " + gap + " ms");
            }
            double first = loudness(heard, tones.getFirst());
            for (int[] tone : tones) {
                assertEquals(first, loudness(heard, tone), 2, "loudness of the parts");
            }
            int peak = 0;
            int step = 0;
            for (int i = 1; i < heard.length; i++) {
                peak = Math.max(peak, Math.abs(heard[i]));
                step = Math.max(step, Math.abs(heard[i] - heard[i - 1]));
            }
            // The tone itself changes by 9 % of its peak between two samples.
            assertTrue(step < 0.2 * peak, "a click of " + step + " at a peak of " + peak);
        }
    }

    @Test
    void theTranscriptHasTheWholeSentenceWithItsValues() {
        try (var call = call(CodecType.PCMU, "4711")) {
            call.says("is it ready", 900).hears("ready", ofMillis(500));
            call.hearsSilenceWithin(ofSeconds(4)).passes(1_000).hearsSilenceWithin(ofSeconds(3));
            call.says("what is in it", 900).hears(SimulatedCall.MODEL, ofSeconds(3));
            assertEquals(SAID, agentsWords(call).getLast());
            assertEquals("exact", call.records().getFirst().source());
            assertEquals("ready", call.records().getFirst().answer());
        }
    }

    @Test
    void whoInterruptsHasHeardTheWordsUpToThere() {
        try (var call = call(CodecType.PCMU, "4711")) {
            call.says("is it ready", 900).hears("ready", ofMillis(500));
            call.hears(SimulatedRepertoire.VOICE, ofSeconds(1));
            call.says("what else is in it", 900).hears(SimulatedCall.MODEL, ofSeconds(4));
            String heard = agentsWords(call).getLast();
            assertTrue(heard.startsWith("Thank you for waiting. Your"), heard);
            assertFalse(heard.contains("bell"), heard);
        }
    }

    @Test
    void aCallWithoutTheValueIsAnsweredByTheModel() {
        try (var call = call(CodecType.PCMU, "")) {
            call.says("is it ready", 900).hears(SimulatedCall.MODEL, ofSeconds(4));
            call.hearsSilenceWithin(ofSeconds(3));
            assertEquals("model", call.records().getFirst().source());
            assertEquals("no value for {order}", call.records().getFirst().reason());
            assertEquals(1, call.withoutValue(), "once, however often it was looked up");
        }
    }

    private static List<String> agentsWords(SimulatedCall call) {
        return call.asked().stream()
                .filter(LanguageModel.Message.Agent.class::isInstance)
                .map(message -> ((LanguageModel.Message.Agent) message).text())
                .toList();
    }

    private static double loudness(short[] heard, int[] tone) {
        short[] part = Arrays.copyOfRange(heard, tone[0], tone[1]);
        return Loudness.of(part, part.length);
    }

    /** Begin and end of all that is audible, apart where there is silence of 100 ms. */
    private static List<int[]> tones(short[] heard) {
        var tones = new ArrayList<int[]>();
        for (int i = 0; i < heard.length; i++) {
            if (Math.abs(heard[i]) > 500) {
                if (tones.isEmpty() || i - tones.getLast()[1] > 100 * PER_MILLI) {
                    tones.add(new int[] {i, i});
                }
                tones.getLast()[1] = i;
            }
        }
        return tones;
    }
}
