package org.offhook.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.media.codec.CodecType;
import org.offhook.media.codec.Encoder;

/** Prepared audio as a mapped file: the same to the byte, or refused by name. */
@Timeout(600)
class PreparedFileTest {
    private static final byte[] KEY = new byte[32];
    private static final int SAMPLES = Pcm.RATE_HZ + 123;

    @TempDir private Path folder;

    @Test
    void whatIsMappedIsWhatWasStored() throws IOException {
        PreparedAudio audio = tone();
        Path file = folder.resolve("tone.prepared");
        audio.store(file, KEY);
        PreparedAudio mapped = PreparedAudio.map(file, KEY);
        assertEquals(audio.frames(), mapped.frames());
        assertArrayEquals(audio.pcm(), mapped.pcm());
        byte[] one = new byte[Encoder.MAX_PAYLOAD];
        byte[] other = new byte[Encoder.MAX_PAYLOAD];
        for (CodecType codec : CodecType.values()) {
            mapped.load(codec);
            for (int i = 0; i < audio.frames(); i++) {
                int length = audio.copyPayload(codec, i, one, 0);
                assertEquals(length, mapped.copyPayload(codec, i, other, 0));
                assertTrue(Arrays.equals(one, 0, length, other, 0, length), codec + " " + i);
                assertEquals(audio.meanSquare(i), mapped.meanSquare(i));
            }
        }
        Path ogg = folder.resolve("one.opus");
        Path again = folder.resolve("other.opus");
        audio.write(ogg);
        mapped.write(again);
        assertArrayEquals(Files.readAllBytes(ogg), Files.readAllBytes(again));
        assertEquals(List.of("one.opus", "other.opus", "tone.prepared"), names());
    }

    @Test
    void aFileThatIsReplacedGoesOnForThoseWhoMappedIt() throws IOException {
        Path file = folder.resolve("tone.prepared");
        PreparedAudio audio = tone();
        audio.store(file, KEY);
        PreparedAudio before = PreparedAudio.map(file, KEY);
        PreparedAudio.encode(new short[5_000], 5_000).store(file, KEY);
        assertArrayEquals(audio.pcm(), before.pcm());
        assertEquals(5_000, PreparedAudio.map(file, KEY).pcm().length);
        Files.delete(file);
        assertArrayEquals(audio.pcm(), before.pcm());
        assertThrows(NoSuchFileException.class, () -> PreparedAudio.map(file, KEY));
    }

    @Test
    void everyFlippedBitAndEveryLengthIsNoticed() throws IOException {
        Path file = folder.resolve("tone.prepared");
        PreparedAudio.encode(new short[100], 100).store(file, KEY);
        byte[] good = Files.readAllBytes(file);
        var random = new SplittableRandom(5);
        for (int at = 0; at < good.length; at += at < 200 ? 1 : random.nextInt(1, 40)) {
            if (at >= 68 && at < 128) {
                continue; // Nothing stands there.
            }
            byte[] bad = good.clone();
            bad[at] ^= (byte) (1 << random.nextInt(8));
            assertDamaged(bad, "flipped at " + at);
            assertDamaged(Arrays.copyOf(good, at), "cut off at " + at);
        }
        assertDamaged(Arrays.copyOf(good, good.length + 1), "longer");
        byte[] otherKey = KEY.clone();
        otherKey[31] = 1;
        assertThrows(DamagedAudioException.class, () -> PreparedAudio.map(file, otherKey));
    }

    private void assertDamaged(byte[] bytes, String how) throws IOException {
        Path bad = folder.resolve("bad.prepared");
        Files.deleteIfExists(bad);
        Files.write(bad, bytes);
        var refused =
                assertThrows(DamagedAudioException.class, () -> PreparedAudio.map(bad, KEY), how);
        assertTrue(refused.getMessage().contains("bad.prepared"), refused.getMessage());
    }

    @Test
    void whoeverIsKilledLeavesNoHalfFile() throws Exception {
        var random = new SplittableRandom(6);
        int whole = 0;
        for (int i = 0; i < 5; i++) {
            Process writer =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                    "--enable-native-access=ALL-UNNAMED",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    Writer.class.getName(),
                                    folder.toString())
                            .redirectErrorStream(true)
                            .start();
            try (var out = writer.inputReader()) {
                assertEquals("writing", out.readLine());
                writer.waitFor(random.nextInt(1, 120), TimeUnit.MILLISECONDS);
            } finally {
                writer.destroyForcibly().waitFor();
            }
            for (String name : names()) {
                if (name.endsWith(".prepared")) {
                    assertEquals(
                            SAMPLES, PreparedAudio.map(folder.resolve(name), KEY).pcm().length);
                    whole++;
                }
            }
        }
        assertTrue(whole > 0, "nothing was written at all");
    }

    /** Stores without end, until it is killed. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws IOException {
            Path folder = Path.of(arguments[0]);
            PreparedAudio audio = tone();
            audio.store(folder.resolve("first.prepared"), KEY);
            System.out.println("writing");
            for (int i = 0; ; i++) {
                audio.store(folder.resolve(i % 20 + ".prepared"), KEY);
            }
        }
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static PreparedAudio tone() {
        return PreparedAudio.encode(Tone.sine(700, Pcm.RATE_HZ, SAMPLES, 9_000), SAMPLES);
    }
}
