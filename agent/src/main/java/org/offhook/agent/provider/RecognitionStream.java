package org.offhook.agent.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
import okio.ByteString;

/**
 * One connection of a {@link StreamingRecognition}, with what was said through it. Guarded by that
 * recognition's lock; told on the socket's reader thread.
 */
final class RecognitionStream {
    /** Ten seconds: so far behind, a connection is no use any more. */
    private static final long MOST_QUEUED_BYTES = 10L * 2 * 16_000;

    private final StreamProtocol protocol;
    private final StreamProtocol.Reading reading;
    private final SegmentText text = new SegmentText();
    private final ProviderSocket socket;
    private long position;
    private long lastSentNanos;

    /** Told what the provider does, on the socket's reader thread. */
    interface Owner {
        void message(RecognitionStream from, JsonNode message);

        void ended(RecognitionStream stream, ProviderException why);
    }

    RecognitionStream(
            SocketDoor door,
            StreamProtocol protocol,
            HttpUrl url,
            Map<String, String> headers,
            Owner owner) {
        this.protocol = protocol;
        reading = protocol.reading();
        lastSentNanos = System.nanoTime();
        socket =
                door.open(
                        url,
                        headers,
                        new ProviderSocket.Listener() {
                            @Override
                            public void message(JsonNode message) {
                                owner.message(RecognitionStream.this, message);
                            }

                            @Override
                            public void ended(ProviderException why) {
                                owner.ended(RecognitionStream.this, why);
                            }
                        });
        say(protocol.hello());
    }

    /** A control message; nothing where the protocol has none. */
    void say(String control) {
        if (!control.isEmpty()) {
            socket.send(control);
            lastSentNanos = System.nanoTime();
        }
    }

    /** Never waits. False where the connection is too far behind to be of use, or gone. */
    boolean trySend(ByteString sound) {
        if (socket.queuedBytes() > MOST_QUEUED_BYTES || !socket.send(sound)) {
            return false;
        }
        position += sound.size() / 2;
        reading.sent(position);
        lastSentNanos = System.nanoTime();
        return true;
    }

    /** From here on, what is sent belongs to another segment. */
    void beginSegment() {
        text.begin(position);
    }

    /** Whether anything was said through it. */
    boolean isUsed() {
        return position > 0;
    }

    SegmentText text() {
        return text;
    }

    long idleNanos(long nowNanos) {
        return nowNanos - lastSentNanos;
    }

    /** Empty where the message says nothing about the words of the segment. */
    Optional<StreamResult> read(JsonNode message) {
        return reading.read(message).filter(text::take);
    }

    void leave() {
        say(protocol.goodbye());
        socket.close();
    }

    void cancel() {
        socket.cancel();
    }
}
