package org.offhook.agent.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FliteVoiceTest {
    private static final String LIST =
            "if [ $# = 1 ]; then echo 'Voices available: kal slt rms '; exit; fi\n";

    @TempDir Path tools;

    @Test
    void theBestVoiceIsFound() throws Exception {
        assertEquals("flite/rms", voice("exit").id());
    }

    @Test
    void aFliteWithoutAWideVoiceIsNone() throws Exception {
        Path flite = FakeProgram.in(tools, "flite", "echo 'Voices available: kal'");
        assertEquals(Optional.empty(), FliteVoice.at(flite));
    }

    @Test
    void theTextReachesFliteAsItIs() throws Exception {
        Path said = tools.resolve("said");
        String text = "-o $(reboot) `x` \"q\" 'q' & ; é";
        speak(voice("printf %s \"$4\" > '" + said + "'; cp '" + wav() + "' \"$6\""), text);
        assertEquals(text, Files.readString(said, StandardCharsets.UTF_8));
    }

    @Test
    void thePauseInFrontIsCutAndTheRestIsWhole() throws Exception {
        List<Short> heard = speak(voice("cp '" + wav() + "' \"$6\""), "hello");
        assertEquals(3_000 + 320, heard.size());
        assertEquals((short) 5_000, heard.get(320));
    }

    @Test
    void aListenerThatHasEnoughIsObeyed() throws Exception {
        var chunks = new ArrayList<Integer>();
        voice("cp '" + wav() + "' \"$6\"")
                .speak(
                        "hello",
                        (_, length) -> {
                            chunks.add(length);
                            return false;
                        });
        assertEquals(List.of(1_600), chunks);
    }

    @Test
    void aFliteThatFailsIsAnIoException() throws Exception {
        FliteVoice voice = voice("exit 3");
        var failure = assertThrows(IOException.class, () -> speak(voice, "hello"));
        assertEquals("flite ended with 3", failure.getMessage());
    }

    @Test
    void interruptionEndsTheProcess() throws Exception {
        Path pid = tools.resolve("pid");
        FliteVoice voice = voice("echo $$ > '" + pid + "'; exec sleep 600");
        var outcome = new AtomicReference<Throwable>();
        Thread speaking =
                Thread.startVirtualThread(() ->
                        outcome.set(assertThrows(Throwable.class, () -> speak(voice, "hello"))));
        while (Files.notExists(pid) || Files.size(pid) == 0) {
            Thread.onSpinWait();
        }
        speaking.interrupt();
        speaking.join();
        assertInstanceOf(InterruptedException.class, outcome.get());
        long number = Long.parseLong(Files.readString(pid).strip());
        ProcessHandle.of(number).ifPresent(process -> process.onExit().join());
    }

    @Test
    void aLongTextIsSpokenInPieces() {
        String word = "seventeen ";
        List<String> pieces = FliteVoice.pieces(word.repeat(250));
        assertEquals(3, pieces.size());
        assertEquals(word.repeat(250).strip(), String.join(" ", pieces));
    }

    @Test
    void aTextWithoutWordsIsNotSpoken() {
        assertEquals(List.of(), FliteVoice.pieces(" ... \0 — "));
    }

    private FliteVoice voice(String script) throws IOException {
        return FliteVoice.at(FakeProgram.in(tools, "flite", LIST + script)).orElseThrow();
    }

    private static List<Short> speak(FliteVoice voice, String text)
            throws IOException, InterruptedException {
        var heard = new ArrayList<Short>();
        voice.speak(
                text,
                (samples, length) -> {
                    for (int i = 0; i < length; i++) {
                        heard.add(samples[i]);
                    }
                    return true;
                });
        return heard;
    }

    /** 2,000 samples of a pause, 3,000 of a tone. */
    private Path wav() throws IOException {
        int samples = 5_000;
        ByteBuffer bytes = ByteBuffer.allocate(44 + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * samples);
        bytes.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        bytes.putShort((short) 1).putShort((short) 1).putInt(16_000).putInt(32_000);
        bytes.putShort((short) 2).putShort((short) 16);
        bytes.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * samples);
        for (int i = 0; i < samples; i++) {
            bytes.putShort((short) (i < 2_000 ? 7 : 5_000));
        }
        return Files.write(tools.resolve("made.wav"), bytes.array());
    }
}
