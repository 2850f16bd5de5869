package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A few overlaps with the real models; {@link OverlapReport} has some hundreds. */
class OverlapsTest {
    private static OverlapModels models;
    private static List<AgentRecordings.Recording> recordings;

    @BeforeAll
    static void load() throws Exception {
        models = OverlapModels.load();
        recordings = AgentRecordings.longerThan(5_600);
    }

    @AfterAll
    static void close() {
        models.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"librivox_0880.wav", "librivox_0930.wav"})
    void aCallerWhoSpeaksGetsTheWord(String clip) throws Exception {
        isGivenTheWord(speech(clip, null, 0));
    }

    @Test
    void alsoAcrossTheAgentsEchoAndALossyNetwork() throws Exception {
        isGivenTheWord(speech("librivox_0880.wav", new Overlap.Echo(180, 20, true), 2));
    }

    @ParameterizedTest
    @EnumSource(
            value = OverlapNoises.Type.class,
            names = {"COUGH", "KEYBOARD", "CAR", "WHITE"})
    void noiseTakesNothing(OverlapNoises.Type type) {
        short[] noise = OverlapVoices.levelled(new OverlapNoises(5).make(type), -24);
        var outcome = models.runEvenly(overlap(Overlap.Kind.NOISE, noise, null, 0));
        assertFalse(outcome.stopped() || outcome.early(), outcome::toString);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 14})
    void echoDoesNotEvenPauseTheAgent(int lossDb) {
        var echo = new Overlap.Echo(140, lossDb, true);
        var outcome = models.runEvenly(overlap(Overlap.Kind.ECHO, new short[0], echo, 0));
        assertFalse(outcome.stopped() || outcome.early(), outcome::toString);
        assertEquals(0, outcome.pauses(), outcome::toString);
    }

    private static void isGivenTheWord(Overlap overlap) {
        var outcome = models.runEvenly(overlap);
        assertTrue(outcome.stopped(), outcome::toString);
        assertEquals(1, outcome.pauses(), outcome::toString);
        assertTrue(outcome.latencyMillis() < 400, outcome::toString);
    }

    private static Overlap speech(String clip, Overlap.Echo echo, double loss) throws Exception {
        Path wav = Path.of(OverlapsTest.class.getResource("/speech/" + clip).toURI());
        short[] said = OverlapVoices.levelled(OverlapVoices.trimmed(OverlapVoices.read(wav)), -24);
        return overlap(Overlap.Kind.INTERRUPTION, said, echo, loss);
    }

    private static Overlap overlap(
            Overlap.Kind kind, short[] sound, Overlap.Echo echo, double loss) {
        return new Overlap(kind, "test", recordings.getFirst(), 1_500, sound, echo, loss, 11);
    }
}
