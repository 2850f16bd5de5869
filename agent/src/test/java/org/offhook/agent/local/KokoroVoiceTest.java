package org.offhook.agent.local;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.media.Pcm;

class KokoroVoiceTest {
    @TempDir Path folder;

    @Test
    void filesThatAreNoModelAreRefusedByName() throws IOException {
        Path symbols = folder.resolve("tokenizer.json");
        Path voice = Files.write(folder.resolve("voice.bin"), new byte[1_024]);
        Path model = Files.writeString(folder.resolve("model.onnx"), "not a model");

        Files.writeString(symbols, "{}");
        assertRefused(model, voice, symbols, "tokenizer.json");

        Files.writeString(symbols, "{\"model\":{\"vocab\":{\"a\":43}}}");
        assertRefused(model, voice, symbols, "model.onnx");

        Files.write(voice, new byte[1_000]);
        assertRefused(model, voice, symbols, "voice.bin");
    }

    /**
     * Needs the files of docs/demo-audio.md: -DargLine or MAVEN_OPTS with offhook.kokoro=FOLDER.
     */
    @Test
    @EnabledIfSystemProperty(named = "offhook.kokoro", matches = ".+")
    void aSentenceLastsAsLongAsAPersonWouldTake() throws Exception {
        Path files = Path.of(System.getProperty("offhook.kokoro"));
        try (KokoroVoice voice =
                KokoroVoice.load(
                        files.resolve("kokoro-82m-int8.onnx"),
                        files.resolve("kokoro-af-heart.bin"),
                        files.resolve("kokoro-tokens.json"))) {
            int[] samples = new int[1];
            int[] peak = new int[1];
            voice.speak(
                    "Your appointment is confirmed for Tuesday morning.",
                    (chunk, length) -> {
                        samples[0] += length;
                        for (int i = 0; i < length; i++) {
                            peak[0] = Math.max(peak[0], Math.abs(chunk[i]));
                        }
                        return true;
                    });
            double seconds = (double) samples[0] / Pcm.RATE_HZ;
            assertTrue(seconds > 2 && seconds < 5, seconds + " s");
            assertTrue(peak[0] > 3_000, "peak " + peak[0]);

            int[] chunks = new int[1];
            voice.speak("Stop me at once. I would go on.", (_, _) -> ++chunks[0] < 2);
            assertFalse(chunks[0] > 2, "went on after it was stopped");
        }
    }

    private static void assertRefused(Path model, Path voice, Path symbols, String named) {
        IOException refused =
                assertThrows(
                        IOException.class, () -> KokoroVoice.load(model, voice, symbols).close());
        assertTrue(refused.getMessage().contains(named), refused.getMessage());
    }
}
