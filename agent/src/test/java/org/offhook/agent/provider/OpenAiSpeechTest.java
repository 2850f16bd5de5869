package org.offhook.agent.provider;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.offhook.agent.Voice;

/** What servers send as speech, and what is heard. */
@Timeout(600)
class OpenAiSpeechTest {
    private static final String TEXT = "My name is Rosa Klebb.";

    private ScriptedProvider provider;
    private OpenAiSpeech voice;

    @BeforeEach
    void start() throws IOException {
        provider = ScriptedProvider.http1();
        voice = new OpenAiSpeech(provider.speech(ScriptedProvider.LONG));
    }

    @AfterEach
    void stop() {
        voice.close();
        provider.close();
    }

    @Test
    void bareSamplesAre24Kilohertz() throws Exception {
        provider.answers(audio("audio/pcm").chunkedBody(bytes(tone(24_000, 12_000)), 4096));
        assertTone(8_000, heard());
    }

    @Test
    void aSampleMayBeCutBetweenChunks() throws Exception {
        provider.answers(audio("audio/pcm").chunkedBody(bytes(tone(24_000, 12_000)), 7));
        assertTone(8_000, heard());
    }

    @Test
    void anOddByteAtTheEndIsDropped() throws Exception {
        var body = bytes(tone(16_000, 1_000)).writeByte(1);
        provider.answers(audio("audio/pcm; rate=16000; channels=1").chunkedBody(body, 100));
        assertArrayEquals(tone(16_000, 1_000), heard());
    }

    @Test
    void theContentTypeMayNameTheRate() throws Exception {
        provider.answers(audio("audio/L16;rate=48000").body(bytes(tone(48_000, 24_000))));
        assertTone(8_000, heard());
    }

    @Test
    void aWavFileSaysItsRateItself() throws Exception {
        provider.answers(audio("audio/wav").body(wav(22_050, 1, 22_050, tone(22_050, 11_025))));
        assertTone(8_000, heard());
    }

    @Test
    void aWavFileIsKnownByItsFirstBytesAlone() throws Exception {
        var body = wav(16_000, 1, 2_000, tone(16_000, 1_000));
        provider.answers(audio("audio/mpeg").chunkedBody(body, 3));
        assertArrayEquals(tone(16_000, 1_000), heard());
    }

    @Test
    void aStreamedWavFileDoesNotKnowItsLength() throws Exception {
        for (int unknown : new int[] {0, -1, Integer.MAX_VALUE}) {
            provider.answers(audio("audio/wav").body(wav(16_000, 1, unknown, tone(16_000, 1_000))));
            assertArrayEquals(tone(16_000, 1_000), heard());
        }
    }

    @Test
    void whatFollowsTheSamplesInAWavFileIsNotPlayed() throws Exception {
        var body = wav(16_000, 1, 2_000, tone(16_000, 1_000)).writeUtf8("LIST----comment");
        provider.answers(audio("audio/wav").body(body));
        assertArrayEquals(tone(16_000, 1_000), heard());
    }

    @Test
    void twoChannelsBecomeOne() throws Exception {
        short[] mono = tone(16_000, 1_000);
        short[] stereo = new short[2_000];
        for (int i = 0; i < 1_000; i++) {
            stereo[2 * i] = mono[i];
            stereo[2 * i + 1] = mono[i];
        }
        provider.answers(audio("audio/wav").chunkedBody(wav(16_000, 2, 4_000, stereo), 5));
        assertArrayEquals(mono, heard());
    }

    @Test
    void theTextIsAskedForAsTheProtocolWantsIt() throws Exception {
        provider.answers(audio("audio/pcm").body(bytes(tone(24_000, 100))));
        heard();
        var request = provider.request();
        assertEquals("/v1/audio/speech", request.getTarget());
        assertEquals("Bearer " + ScriptedProvider.KEY, request.getHeaders().get("Authorization"));
        var mapper = new ObjectMapper();
        assertEquals(
                mapper.readTree(
                        """
                        {"model": "tts-1", "voice": "alloy", "input": "My name is Rosa Klebb.",
                         "response_format": "pcm", "speed": 1.25}
                        """),
                mapper.readTree(request.getBody().utf8()));
    }

    @Test
    void nothingIsAskedForNothing() throws Exception {
        voice.speak(" \n", (_, _) -> true);
        provider.answers(audio("audio/pcm").body(bytes(tone(24_000, 100))));
        heard();
        assertEquals(0, provider.request().getExchangeIndex());
    }

    @Test
    void speechIsHeardBeforeItIsComplete() throws Exception {
        var heard = new CountDownLatch(1);
        provider.plays(
                audio("audio/pcm"),
                (out, in) -> {
                    out.write(bytes(tone(24_000, 2_400)).readByteArray()).flush();
                    assertTrue(heard.await(60, TimeUnit.SECONDS));
                    out.write(bytes(tone(24_000, 2_400)).readByteArray()).flush();
                });
        int[] total = {0};
        voice.speak(
                TEXT,
                (_, length) -> {
                    total[0] += length;
                    heard.countDown();
                    return true;
                });
        assertEquals(3_200, total[0], 100);
    }

    @Test
    void theIdHoldsAllThatChangesTheSound() {
        assertEquals("tts-1/alloy/1.25@127.0.0.1", voice.id());
    }

    @Test
    void aListenerWhoHasEnoughClosesTheSocket() throws Exception {
        var gone = new CountDownLatch(1);
        provider.fallsSilentAfter(
                audio("audio/pcm"), bytes(tone(24_000, 24_000)).readByteArray(), gone);
        int[] calls = {0};
        voice.speak(
                TEXT,
                (_, _) -> {
                    calls[0]++;
                    return false;
                });
        assertEquals(1, calls[0]);
        assertTrue(gone.await(60, TimeUnit.SECONDS), "the socket must be closed");
    }

    @Test
    void interruptionClosesTheSocket() throws Exception {
        var gone = new CountDownLatch(1);
        var heard = new CountDownLatch(1);
        var end = new AtomicReference<Throwable>();
        provider.fallsSilentAfter(
                audio("audio/pcm"), bytes(tone(24_000, 2_400)).readByteArray(), gone);
        var speaking =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                voice.speak(TEXT, hear(heard));
                            } catch (Throwable outcome) {
                                end.set(outcome);
                            }
                        });
        assertTrue(heard.await(60, TimeUnit.SECONDS));
        speaking.interrupt();
        assertTrue(speaking.join(Duration.ofSeconds(60)), "still speaking");
        assertInstanceOf(InterruptedException.class, end.get());
        assertTrue(gone.await(60, TimeUnit.SECONDS), "the socket must be closed");
    }

    @Test
    void aServerThatSaysNothingIsGivenUp() throws Exception {
        try (var hasty = new OpenAiSpeech(provider.speech(Duration.ofSeconds(2)))) {
            provider.fallsSilentAfter(audio("audio/pcm"), new byte[1], new CountDownLatch(1));
            var failure = assertThrows(IOException.class, () -> hasty.speak(TEXT, (_, _) -> true));
            assertEquals("acme: no sound within 2000 ms", failure.getMessage());
        }
    }

    @Test
    void aConnectionLostInTheMiddleIsAnError() {
        provider.answers(
                audio("audio/pcm")
                        .chunkedBody(bytes(tone(24_000, 24_000)), 1024)
                        .onResponseBody(new SocketEffect.CloseSocket()));
        assertTrue(failure().startsWith("acme: "));
    }

    @Test
    void anErrorIsNamedWithoutTheText() {
        provider.answers(
                new MockResponse.Builder()
                        .code(400)
                        .body("{\"error\":{\"message\":\"cannot say 'My name is Rosa Klebb.'\"}}"));
        assertEquals("acme: HTTP 400: cannot say *** *** *** *** ***", failure());
    }

    @Test
    void anErrorWithSuccessIsAnError() {
        provider.answers(audio("application/json").body("{\"error\":\"no such voice\"}"));
        assertEquals("acme: error in the answer: no such voice", failure());
    }

    @Test
    void compressedSpeechIsAnErrorAndNotNoise() {
        provider.answers(audio("audio/pcm").body("ID3\u0004 and so on, and so on"));
        String expected = "acme: sent a compressed format where samples were asked for";
        assertEquals(expected, failure());
        provider.answers(audio("audio/ogg").body("OggS and so on, and so on"));
        assertEquals(expected, failure());
        var mp3 = new Buffer().writeByte(0xFF).writeByte(0xFB).writeUtf8("and so on and on");
        provider.answers(audio("audio/mpeg").body(mp3));
        assertEquals(expected, failure());
    }

    @Test
    void strangeWavFilesAreErrors() {
        var floats = new Buffer().writeUtf8("RIFF\0\0\0\0WAVEfmt ").writeIntLe(16);
        floats.writeShortLe(3).writeShortLe(1).writeIntLe(16_000).writeIntLe(64_000);
        floats.writeShortLe(4).writeShortLe(32).writeUtf8("data").writeIntLe(4).writeIntLe(0);
        provider.answers(audio("audio/wav").body(floats));
        assertEquals(
                "acme: WAV of format 3, 1 channels, 32 bits; 16-bit PCM was expected", failure());
        provider.answers(audio("audio/wav").body(wav(7_777, 1, 4, tone(16_000, 2))));
        assertEquals("acme: samples at 7777 Hz", failure());
        provider.answers(audio("audio/wav").body("RIFF\0\0\0\0WAVEfmt "));
        assertEquals("acme: WAV cut in its header", failure());
        provider.answers(audio("audio/wav").body("RIFF\0\0\0\0AVI LIST"));
        assertEquals("acme: RIFF without WAVE", failure());
    }

    @Test
    void noSoundIsAnError() {
        provider.answers(audio("audio/pcm").body(""));
        assertEquals("acme: sent no sound", failure());
    }

    private String failure() {
        return assertThrows(IOException.class, this::heard).getMessage();
    }

    private short[] heard() throws IOException, InterruptedException {
        var heard = new Buffer();
        voice.speak(
                TEXT,
                (samples, length) -> {
                    for (int i = 0; i < length; i++) {
                        heard.writeShortLe(samples[i]);
                    }
                    return true;
                });
        var samples = new short[(int) (heard.size() / 2)];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = heard.readShortLe();
        }
        return samples;
    }

    private static Voice.Sink hear(CountDownLatch heard) {
        return (_, _) -> {
            heard.countDown();
            return true;
        };
    }

    /** 440 Hz at 16 kHz, undistorted: a lost or doubled sample would show as other tones. */
    private static void assertTone(int expectedSamples, short[] heard) {
        assertEquals(expectedSamples, heard.length, 100);
        short[] middle = Arrays.copyOfRange(heard, 400, heard.length - 400);
        double sine = 0;
        double cosine = 0;
        double all = 0;
        for (int i = 0; i < middle.length; i++) {
            double angle = 2 * Math.PI * 440 * i / 16_000;
            sine += middle[i] * Math.sin(angle);
            cosine += middle[i] * Math.cos(angle);
            all += (double) middle[i] * middle[i];
        }
        double inTone = 2 * (sine * sine + cosine * cosine) / middle.length;
        assertTrue(inTone / all > 0.99, "share of the tone: " + inTone / all);
        assertEquals(10_000 / Math.sqrt(2), Math.sqrt(all / middle.length), 300);
    }

    private static short[] tone(int rateHz, int length) {
        var samples = new short[length];
        for (int i = 0; i < length; i++) {
            samples[i] = (short) Math.rint(10_000 * Math.sin(2 * Math.PI * 440 * i / rateHz));
        }
        return samples;
    }

    private static Buffer bytes(short[] samples) {
        var buffer = new Buffer();
        for (short sample : samples) {
            buffer.writeShortLe(sample);
        }
        return buffer;
    }

    /** With a chunk before the samples that has to be passed over, of odd length. */
    private static Buffer wav(int rateHz, int channels, int dataBytes, short[] samples) {
        var buffer = new Buffer();
        buffer.writeUtf8("RIFF").writeIntLe(-1).writeUtf8("WAVE");
        buffer.writeUtf8("LIST").writeIntLe(5).writeUtf8("Lavf\0").writeByte(0);
        buffer.writeUtf8("fmt ").writeIntLe(18).writeShortLe(1).writeShortLe(channels);
        buffer.writeIntLe(rateHz).writeIntLe(rateHz * 2 * channels).writeShortLe(2 * channels);
        buffer.writeShortLe(16).writeShortLe(0).writeUtf8("data").writeIntLe(dataBytes);
        buffer.write(bytes(samples).readByteString());
        return buffer;
    }

    private static MockResponse.Builder audio(String type) {
        return new MockResponse.Builder().setHeader("Content-Type", type);
    }
}
