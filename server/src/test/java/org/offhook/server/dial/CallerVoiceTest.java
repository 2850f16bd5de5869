package org.offhook.server.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.offhook.media.Pcm;

class CallerVoiceTest {
    private static final Path PROGRAMS = Path.of("/usr/bin");

    @TempDir Path folder;

    private Path install(String... programs) throws IOException {
        for (String program : programs) {
            assertTrue(Files.createFile(folder.resolve(program)).toFile().setExecutable(true));
        }
        return folder;
    }

    @Test
    void fliteIsPreferredUnlessItHasNoSuchVoice() throws IOException {
        var both = List.of(install("flite", "espeak-ng"));
        assertEquals("flite slt", CallerVoice.find(Optional.empty(), both).id());
        assertEquals("flite rms", CallerVoice.find(Optional.of("rms"), both).id());
        assertEquals("espeak-ng de", CallerVoice.find(Optional.of("de"), both).id());
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        var none =
                assertThrows(
                        IOException.class, () -> CallerVoice.find(Optional.empty(), List.of()));
        assertEquals(
                "--say needs flite or espeak-ng: install one, or use --wav with a recording",
                none.getMessage());
        var flite = List.of(install("flite"));
        var german =
                assertThrows(IOException.class, () -> CallerVoice.find(Optional.of("de"), flite));
        assertTrue(german.getMessage().startsWith("the voice de needs"), german.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"flite,slt", "espeak-ng,en-us"})
    void wordsBecomeSpeech(String program, String voice) throws Exception {
        assumeTrue(Files.isExecutable(PROGRAMS.resolve(program)), program + " is not installed");
        short[] speech =
                Loudness.trimmed(
                        CallerVoice.find(Optional.of(voice), List.of(PROGRAMS))
                                .samples("-What time do you open?"));
        double seconds = (double) speech.length / Pcm.RATE_HZ;
        assertTrue(seconds > 0.5 && seconds < 4, seconds + " s");
        assertEquals(0, speech.length % Pcm.FRAME_SAMPLES);
    }

    @Test
    void aVoiceThatIsNotThereIsSaid() throws Exception {
        assumeTrue(Files.isExecutable(PROGRAMS.resolve("espeak-ng")), "espeak-ng is not installed");
        var voice = CallerVoice.find(Optional.of("klingon9"), List.of(PROGRAMS));
        var said = assertThrows(IOException.class, () -> voice.samples("Hello"));
        assertTrue(said.getMessage().startsWith("espeak-ng klingon9 failed: "), said.getMessage());
    }
}
