package org.offhook.agent.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import okio.ByteString;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.agent.Recognition;
import org.offhook.agent.Speech;
import org.offhook.media.Pcm;

/**
 * The streamed recognition of one call. Segments are sent while they are said, and all of one again
 * over a new connection where one is lost. Guarded by its lock, under which nothing waits but
 * {@link #words}, which lets go of it meanwhile.
 */
final class StreamingRecognition implements Recognition, RecognitionStream.Owner {
    private static final Logger log = LogManager.getLogger(StreamingRecognition.class);

    /** So long final words are preferred; then those that are there have to do. */
    private static final long PREFER_FINAL_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private static final long LOOK_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long FIRST_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int MOST_DOUBLINGS = 5;
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(3);

    /** Positions on the wire are rounded: a frame. */
    private static final int ROUNDING = Pcm.FRAME_SAMPLES;

    private static final ByteString SILENCE =
            ByteString.of(new byte[2 * SegmentAudio.PIECE_SAMPLES]);

    private final StreamingRecogniser recogniser;
    private final String callId;
    private final String language;
    private final Listener listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final SegmentAudio audio = new SegmentAudio();
    private RecognitionStream stream;
    private RecognitionStream spare;
    private ProviderException failure;
    private int segment;
    private boolean speaking;
    private int failures;
    private long retryAtNanos;
    private boolean closed;

    StreamingRecognition(
            StreamingRecogniser recogniser, String callId, String language, Listener listener) {
        this.recogniser = recogniser;
        this.callId = callId;
        this.language = language;
        this.listener = listener;
        retryAtNanos = System.nanoTime();
        lock.lock();
        try {
            connectIfDue(retryAtNanos);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void begin(int number, short[] samples, int length) {
        lock.lock();
        try {
            beginSegment(number);
            audio.addOrDrop(samples, 0, length);
            send();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void hear(short[] samples, int length) {
        lock.lock();
        try {
            if (speaking) {
                audio.addOrDrop(samples, 0, length);
                if (audio.hasPiece()) {
                    send();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void end() {
        lock.lock();
        try {
            if (speaking) {
                endSegment();
            }
        } finally {
            lock.unlock();
        }
    }

    private void beginSegment(int number) {
        if (speaking) {
            endSegment();
        }
        segment = number;
        speaking = true;
        audio.clear();
        if (recogniser.protocol().isOneSegmentEach() && stream != null && stream.isUsed()) {
            stream.leave();
            stream = spare;
            spare = null;
        }
        connectIfDue(System.nanoTime());
        if (stream != null) {
            stream.beginSegment();
        }
    }

    private void endSegment() {
        send();
        speaking = false;
        if (stream == null) {
            return;
        }
        stream.say(recogniser.protocol().segmentEnd());
        if (recogniser.protocol().isOneSegmentEach() && spare == null && !closed) {
            spare = recogniser.connect(language, this);
        }
    }

    /** What was heard and not sent yet. Without a connection it waits for the next one. */
    private void send() {
        ByteString piece = audio.take();
        if (piece.size() > 0 && stream != null && !stream.trySend(piece)) {
            recogniser.countStalled();
            lose(new ProviderException(recogniser.name() + ": takes no more sound"));
        }
    }

    /** Opens the next connection if it is time, and says again what is being said. */
    private void connectIfDue(long nowNanos) {
        if (stream != null || isHopeless() || nowNanos - retryAtNanos < 0) {
            return;
        }
        retryAtNanos = nowNanos + (FIRST_RETRY_NANOS << Math.min(failures, MOST_DOUBLINGS));
        stream = recogniser.connect(language, this);
        stream.beginSegment();
        if (speaking) {
            for (ByteString piece : List.copyOf(audio.taken())) {
                stream.trySend(piece);
            }
        }
    }

    private boolean isHopeless() {
        return closed || failure != null && failure.refusesKey();
    }

    private void lose(ProviderException why) {
        RecognitionStream lost = stream;
        stream = null;
        failure = why;
        failures++;
        changed.signalAll();
        if (!closed) {
            log.warn("call {}: recognition: {}", callId, why.getMessage());
        }
        lost.cancel();
        if (speaking) {
            connectIfDue(System.nanoTime());
        }
    }

    @Override
    public String words(Speech speech, BooleanSupplier abandoned)
            throws ProviderException, InterruptedException {
        lock.lockInterruptibly();
        try {
            if (speech.segment() < segment) {
                return "";
            }
            catchUp(speech);
            return await(speech, abandoned);
        } finally {
            lock.unlock();
        }
    }

    /** Who was not told of the segment in time takes it from here. */
    private void catchUp(Speech speech) {
        if (speech.segment() > segment) {
            beginSegment(speech.segment());
        }
        if (audio.samples() < speech.samples().length) {
            speaking = true;
            audio.addOrDrop(speech.samples(), audio.samples(), speech.samples().length);
        }
        send();
    }

    private String await(Speech speech, BooleanSupplier abandoned)
            throws ProviderException, InterruptedException {
        long beganNanos = System.nanoTime();
        long limitNanos = recogniser.timeout().toNanos();
        RecognitionStream asked = null;
        while (true) {
            long nowNanos = System.nanoTime();
            connectIfDue(nowNanos);
            if (stream != null && stream != asked) {
                asked = stream;
                stream.say(recogniser.protocol().flush());
            }
            boolean late = nowNanos - beganNanos >= PREFER_FINAL_NANOS;
            boolean other = speech.segment() != segment;
            if (other || abandoned.getAsBoolean() || hasHeard(speech, late)) {
                return stream == null || other ? "" : stream.text().words();
            }
            if (isHopeless()) {
                throw closed
                        ? new ProviderException(recogniser.name() + ": closed while it listened")
                        : failure;
            }
            if (nowNanos - beganNanos >= limitNanos) {
                throw tooLate();
            }
            changed.awaitNanos(LOOK_UP_NANOS);
        }
    }

    /**
     * @param late whether words that may still change have to do
     */
    private boolean hasHeard(Speech speech, boolean late) {
        if (stream == null) {
            return false;
        }
        SegmentText text = stream.text();
        long end = text.begins() + speech.samples().length - ROUNDING;
        long voicedEnd = end - (long) speech.silentMillis() * (Pcm.RATE_HZ / 1000);
        if (text.finalTo() >= voicedEnd) {
            return true;
        }
        if (!late) {
            return recogniser.protocol().flush().isEmpty() && text.heardTo() >= end;
        }
        // A provider may have nothing to say to a cough.
        return text.heardTo() >= voicedEnd || !speech.isLongEnoughForWords();
    }

    /** One that says nothing may be half open: the next segment gets a new connection. */
    private ProviderException tooLate() {
        var why =
                new ProviderException(
                        "%s: no words within %d ms"
                                .formatted(recogniser.name(), recogniser.timeout().toMillis()));
        if (stream != null) {
            lose(why);
            return why;
        }
        return failure == null ? why : failure;
    }

    @Override
    public void message(RecognitionStream from, JsonNode message) {
        Optional<StreamResult> result = Optional.empty();
        String words = "";
        boolean isFinal = false;
        int number = 0;
        lock.lock();
        try {
            if (from == stream) {
                result = read(message);
            }
            if (result.isPresent()) {
                failures = 0;
                number = speaking ? segment : 0;
                words = from.text().words();
                isFinal = from.text().isFinal();
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
        if (number != 0) {
            listener.onPartial(number, words, isFinal);
            if (result.get().endsTurn()) {
                listener.onEndOfTurn(number);
            }
        }
    }

    private Optional<StreamResult> read(JsonNode message) {
        if (message.path("type").asText("").equals("Error") || message.hasNonNull("error")) {
            lose(recogniser.failure(message, stream.text().words()));
            return Optional.empty();
        }
        try {
            return stream.read(message);
        } catch (StreamProtocol.UnknownMessageException _) {
            recogniser.countMalformed();
            return Optional.empty();
        }
    }

    @Override
    public void ended(RecognitionStream ended, ProviderException why) {
        lock.lock();
        try {
            if (ended == spare) {
                spare = null;
            } else if (ended == stream) {
                lose(why);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Now and then: what is lost comes back, what is idle stays. */
    void tend(long nowNanos) {
        lock.lock();
        try {
            connectIfDue(nowNanos);
            if (stream != null && !speaking && stream.idleNanos(nowNanos) >= IDLE_NANOS) {
                String keepAlive = recogniser.protocol().keepAlive();
                if (!keepAlive.isEmpty()) {
                    stream.say(keepAlive);
                } else if (!recogniser.protocol().isOneSegmentEach()) {
                    stream.trySend(SILENCE);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            if (spare != null) {
                spare.leave();
            }
            if (stream != null) {
                stream.leave();
            }
        } finally {
            lock.unlock();
        }
        recogniser.forget(this);
    }
}
