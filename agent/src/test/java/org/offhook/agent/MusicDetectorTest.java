package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.offhook.media.Pcm;

/** Music and speech through µ-law. */
class MusicDetectorTest {
    private static final String TEXT =
            "Good afternoon. I would like to book a table for four people on Saturday evening, if"
                    + " that is possible. My telephone number is zero one seven one, five five five, two"
                    + " three four one. Hmmmm, well, let me think. Can we park in the yard behind the"
                    + " house, or should we look for a place in the street? No no no, nothing else.";

    @ParameterizedTest
    @EnumSource(HoldMusicBand.class)
    void musicIsNoticedWithinFourSecondsAndForAsLongAsItPlays(HoldMusicBand band) {
        MusicTrial trial = MusicTrial.of(band.play(20), Pcm.RATE_HZ);
        assertTrue(trial.isMusic() && trial.firstSeconds() <= 4, trial::toString);
        assertTrue(trial.musicSeconds() >= 15.9, trial::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"librivox_0880.wav", "librivox_0930.wav"})
    void aReaderIsNoMusic(String clip) throws IOException, URISyntaxException {
        Path file = Path.of(MusicDetectorTest.class.getResource("/speech/" + clip).toURI());
        assertNoMusic(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kal", "slt", "rms", "awb"})
    void noVoiceOfFliteIsMusic(String voice, @TempDir Path folder) throws Exception {
        Path wav = folder.resolve("speech.wav");
        assumeTrue(runs("flite", "-voice", voice, "-t", TEXT, "-o", wav.toString()));
        assertNoMusic(wav);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "en+f3", "en+croak", "de", "fr", "es"})
    void noVoiceOfEspeakIsMusic(String voice, @TempDir Path folder) throws Exception {
        Path wav = folder.resolve("speech.wav");
        assumeTrue(runs("espeak-ng", "-v", voice, "-w", wav.toString(), TEXT));
        assertNoMusic(wav);
    }

    @Test
    void silenceNoiseHumAndABeepAreNoMusic() {
        short[] line = new short[10 * Pcm.RATE_HZ];
        assertFalse(MusicTrial.of(line, Pcm.RATE_HZ).isMusic(), "silence");
        for (int i = 0; i < line.length; i++) {
            line[i] = (short) (100 * Math.sin(2 * Math.PI * 100 * i / Pcm.RATE_HZ));
        }
        assertFalse(MusicTrial.of(line, Pcm.RATE_HZ).isMusic(), "hum");
        var random = new SplittableRandom(3);
        for (int i = 0; i < line.length; i++) {
            line[i] = (short) random.nextInt(-3_000, 3_000);
        }
        assertFalse(MusicTrial.of(line, Pcm.RATE_HZ).isMusic(), "noise");
        short[] beep = new short[10 * Pcm.RATE_HZ];
        System.arraycopy(Tone.of(1_000, 1_500), 0, beep, 0, 1_500 * Pcm.RATE_HZ / 1_000);
        assertFalse(MusicTrial.of(beep, Pcm.RATE_HZ).isMusic(), "beep");
    }

    @Test
    void speechAfterMusicIsSpeechAgainWithinTwoSeconds() throws Exception {
        short[] music = HoldMusicBand.COMBO.play(10);
        short[] voice = Tone.voice(10_000);
        short[] both = new short[music.length + voice.length];
        System.arraycopy(music, 0, both, 0, music.length);
        System.arraycopy(voice, 0, both, music.length, voice.length);
        MusicTrial trial = MusicTrial.of(both, Pcm.RATE_HZ);
        double end = trial.firstSeconds() + trial.musicSeconds();
        assertTrue(end > 10 && end < 12, trial::toString);
    }

    private static void assertNoMusic(Path wav) throws IOException {
        MusicReport.Recording recording = MusicReport.read(wav);
        short[] once = recording.samples();
        short[] twice = Arrays.copyOf(once, 2 * once.length);
        System.arraycopy(once, 0, twice, once.length, once.length);
        MusicTrial trial = MusicTrial.of(twice, recording.rateHz());
        assertFalse(trial.isMusic(), () -> wav.getFileName() + " was taken for music: " + trial);
        assertTrue(trial.seconds() > 3, "long enough to be judged");
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            var process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException notInstalled) {
            return false;
        }
    }
}
