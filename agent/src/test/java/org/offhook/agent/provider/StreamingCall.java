package org.offhook.agent.provider;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import org.offhook.agent.Recognition;
import org.offhook.agent.Speech;

/** One call that is recognised while it is spoken. */
final class StreamingCall implements AutoCloseable {
    static final String KEY = "dg-very-secret-0123456789";
    static final Duration LONG = Duration.ofSeconds(60);

    final StreamingRecogniser recogniser;
    final Recognition recognition;
    final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    final AtomicInteger tellings = new AtomicInteger();
    private short[] said = new short[0];
    private int segment;

    StreamingCall(StreamProtocol protocol, String url, Duration timeout, Duration ping) {
        recogniser =
                new StreamingRecogniser(config(url, timeout), protocol, new OkHttpClient(), ping);
        recognition =
                recogniser.open(
                        "c1",
                        Locale.ENGLISH,
                        new Recognition.Listener() {
                            @Override
                            public void onPartial(int of, String words, boolean isFinal) {
                                tellings.incrementAndGet();
                                told.add(of + (isFinal ? " final: " : ": ") + words);
                            }

                            @Override
                            public void onEndOfTurn(int of) {
                                told.add(of + " ended");
                            }
                        });
    }

    StreamingCall(StreamProtocol protocol, String url) {
        this(protocol, url, LONG, LONG);
    }

    static RecogniserConfig config(String url, Duration timeout) {
        return new RecogniserConfig(
                "acme", url, KEY, "nova-3", "", timeout, Map.of("X-Tenant", "7"));
    }

    /** The caller says something, from the beginning of a segment. */
    StreamingCall says(int millis) {
        short[] begin = sound(400);
        recognition.begin(++segment, begin, begin.length);
        said = begin;
        return goesOn(millis - 400);
    }

    StreamingCall goesOn(int millis) {
        short[] more = sound(millis);
        var frame = new short[320];
        for (int at = 0; at < more.length; at += frame.length) {
            System.arraycopy(more, at, frame, 0, frame.length);
            recognition.hear(frame, frame.length);
        }
        var all = new short[said.length + more.length];
        System.arraycopy(said, 0, all, 0, said.length);
        System.arraycopy(more, 0, all, said.length, more.length);
        said = all;
        return this;
    }

    /** The pause that the caller makes now: 100 ms of it are in what was said. */
    Speech pause() {
        return new Speech(said, said.length / 16 - 400, 0, 100, segment);
    }

    String words() throws IOException, InterruptedException {
        return recognition.words(pause(), () -> false);
    }

    String nextTold() throws InterruptedException {
        return ScriptedRecogniser.present(told.poll(60, TimeUnit.SECONDS));
    }

    short[] said() {
        return said;
    }

    private short[] sound(int millis) {
        var sound = new short[16 * millis];
        for (int i = 0; i < sound.length; i++) {
            sound[i] = (short) (31 * i + said.length + segment);
        }
        return sound;
    }

    @Override
    public void close() {
        recognition.close();
        recogniser.close();
    }
}
