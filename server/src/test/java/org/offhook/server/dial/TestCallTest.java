package org.offhook.server.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.media.codec.CodecType;
import org.offhook.server.dial.AnsweringMachine.Manners;

/** Whole calls over real sockets. The limits are wide: a busy machine is late. */
class TestCallTest {
    private static final long LATE_MILLIS = 20_000;

    @TempDir Path folder;
    private Path tone;

    @BeforeEach
    void recordATone() throws IOException {
        tone = folder.resolve("tone.wav");
        short[] samples = AnsweringMachine.toneSamples(400, 8_000);
        var wav = ByteBuffer.allocate(44 + samples.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF....WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wav.putShort((short) 1).putShort((short) 1).putInt(8_000).putInt(16_000);
        wav.putShort((short) 2).putShort((short) 16);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(samples.length * 2);
        wav.asShortBuffer().put(samples);
        Files.write(tone, wav.array());
    }

    private DialRequest request(Target target, int utterances) {
        return new DialRequest(
                target,
                Collections.nCopies(utterances, new Utterance.Play(tone)),
                Optional.empty(),
                Optional.of(CodecType.PCMU),
                Optional.of(folder.resolve("call.wav")),
                Duration.ofSeconds(60));
    }

    private static DialReport held(DialOutcome outcome) {
        return assertInstanceOf(DialOutcome.Held.class, outcome, outcome.toString()).report();
    }

    @Test
    void twoTurnsAreSpokenAndMeasured() throws Exception {
        try (var machine = new AnsweringMachine(Manners.GOOD)) {
            DialReport report = held(TestCall.run(request(machine.target(), 2)));
            assertEquals("PCMU", report.codec());
            assertEquals("us", report.hungUpBy());
            assertTrue(report.greetingMillis().orElseThrow() < LATE_MILLIS, report.toString());
            assertEquals(2, report.turns().size());
            for (DialReport.Turn turn : report.turns()) {
                assertEquals("tone.wav", turn.said());
                long response = turn.responseMillis().orElseThrow();
                // The machine waits for half a second of silence; lost time counts as silence too.
                assertTrue(response > 0 && response < LATE_MILLIS, report.toString());
                assertTrue(turn.answerSeconds() > 0.1, report.toString());
            }
            assertTrue(machine.hearsAnEnd(), "the BYE has arrived");
        }
    }

    @Test
    void aWholeCallGoesOverIpv6() throws Exception {
        var loopback = InetAddress.ofLiteral("::1");
        try (var probe = new DatagramSocket(0, loopback)) {
            Assumptions.assumeTrue(probe.isBound());
        } catch (SocketException none) {
            Assumptions.abort("this machine has no ::1");
        }
        try (var machine = new AnsweringMachine(Manners.GOOD, loopback)) {
            DialReport report = held(TestCall.run(request(machine.target(), 1)));
            assertTrue(report.greetingMillis().isPresent(), report.toString());
            assertTrue(report.turns().getFirst().answerSeconds() > 0.1, report.toString());
        }
    }

    @Test
    void bothSidesAreRecorded() throws Exception {
        try (var machine = new AnsweringMachine(Manners.GOOD)) {
            held(TestCall.run(request(machine.target(), 1)));
        }
        byte[] bytes = Files.readAllBytes(folder.resolve("call.wav"));
        var frames = ByteBuffer.wrap(bytes, 44, bytes.length - 44).order(ByteOrder.LITTLE_ENDIAN);
        int said = 0;
        int heard = 0;
        while (frames.hasRemaining()) {
            said += Math.abs(frames.getShort()) > 1_000 ? 1 : 0;
            heard += Math.abs(frames.getShort()) > 1_000 ? 1 : 0;
        }
        // A tone is above an eighth of its height nine tenths of the time.
        assertEquals(400 * 16, said, 100 * 16, "we said one tone");
        assertEquals(800 * 16, heard, 350 * 16, "we heard a greeting and an answer");
    }

    @Test
    void whoHangsUpOnUsIsNamed() throws Exception {
        try (var machine = new AnsweringMachine(new Manners(0, 1))) {
            DialReport report = held(TestCall.run(request(machine.target(), 3)));
            assertEquals("peer", report.hungUpBy());
            assertTrue(report.turns().size() == 1, report.toString());
        }
    }

    @Test
    void aRefusalIsAnOutcomeWithItsStatus() throws Exception {
        try (var machine = new AnsweringMachine(new Manners(486, 0))) {
            var failed =
                    assertInstanceOf(
                            DialOutcome.Failed.class, TestCall.run(request(machine.target(), 1)));
            assertEquals(486, failed.status());
        }
    }

    @Test
    void whoIsNotThereIsGivenUpInTime() throws Exception {
        try (var nobody = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            var impatient =
                    new DialRequest(
                            Target.parse("sip:127.0.0.1:" + nobody.getLocalPort()).orElseThrow(),
                            List.of(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Duration.ofSeconds(1));
            var failed = assertInstanceOf(DialOutcome.Failed.class, TestCall.run(impatient));
            assertEquals(0, failed.status());
        }
    }

    @Test
    void silenceCannotBeSaid() throws IOException {
        Path silence = folder.resolve("silence.wav");
        byte[] bytes = Files.readAllBytes(tone);
        Arrays.fill(bytes, 44, bytes.length, (byte) 0);
        Files.write(silence, bytes);
        var request =
                new DialRequest(
                        Target.parse("sip:127.0.0.1:9").orElseThrow(),
                        List.of(new Utterance.Play(silence)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofSeconds(1));
        var said = assertThrows(IOException.class, () -> TestCall.run(request));
        assertEquals("there is nothing to be heard in: silence.wav", said.getMessage());
    }
}
