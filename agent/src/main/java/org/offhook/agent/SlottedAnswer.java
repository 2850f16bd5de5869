package org.offhook.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.offhook.agent.loudness.Seam;
import org.offhook.media.Pcm;
import org.offhook.media.Playout;

/**
 * One answer with slots as one utterance: a virtual thread puts its pieces into the playout in
 * their order, another has spoken meanwhile what is not prepared. A piece that is late is waited
 * for, with a word to the caller, and one that never comes ends the answer: none is left out.
 */
final class SlottedAnswer {
    /** A gap that is noticed. */
    private static final Duration LATE = Duration.ofMillis(60);

    /**
     * How long a silence within an answer may last.
     *
     * @param unexplained then the caller is told: somebody who looks something up says so
     * @param explained then the voice is not coming
     */
    record Patience(Duration unexplained, Duration explained) {
        static final Patience USUAL = new Patience(Duration.ofMillis(1_200), Duration.ofSeconds(6));

        /** How long a piece is still waited for; not positive where not at all. */
        long leftNanos(boolean wasExplained, long soundEndNanos, long nowNanos) {
            Duration patience = wasExplained ? explained : unexplained;
            return soundEndNanos + patience.toNanos() - nowNanos;
        }
    }

    /**
     * A piece whose slots are filled.
     *
     * @param samples null where it has to be spoken
     */
    private record Filled(String text, short[] samples) {}

    private record Spoken(short[] samples, IOException failure) {}

    private final List<Filled> pieces;
    private final LiveParts live;
    private final Repertoire.Line bridge;
    private final Patience patience;
    private final Playout playout;
    private final int utterance;
    private final UtteranceText said;
    private final BlockingQueue<Spoken> spoken = new LinkedBlockingQueue<>();
    private long samplesPut;
    private long soundEndNanos = System.nanoTime();

    /**
     * @param values with one for each slot
     * @param bridge said once where a piece is late
     * @param utterance that has been begun
     * @param said filled as pieces begin to be said
     */
    SlottedAnswer(
            SlottedLine line,
            SlotValues values,
            Repertoire.Line bridge,
            Patience patience,
            Playout playout,
            int utterance,
            UtteranceText said) {
        this.pieces = line.pieces().stream().map(piece -> filled(piece, values)).toList();
        this.live = line.live();
        this.bridge = bridge;
        this.patience = patience;
        this.playout = playout;
        this.utterance = utterance;
        this.said = said;
    }

    private static Filled filled(SlottedLine.Piece piece, SlotValues values) {
        return switch (piece) {
            case SlottedLine.Piece.Prepared(String text, var audio) ->
                    new Filled(text, audio.pcm());
            // Without a value the answer would not have been found.
            case SlottedLine.Piece.Live(String text) ->
                    new Filled(values.fill(text).orElseThrow(), null);
        };
    }

    int utterance() {
        return utterance;
    }

    /** Has spoken what is not prepared, in order; runs beside {@link #say}. */
    void speak() throws InterruptedException {
        for (Filled piece : pieces) {
            if (piece.samples == null) {
                try {
                    spoken.put(new Spoken(live.speak(piece.text), null));
                } catch (IOException failure) {
                    spoken.put(new Spoken(null, failure));
                    return;
                }
            }
        }
    }

    /**
     * Says all pieces, until the end or until it is not audible any more.
     *
     * @throws IOException a piece could not be spoken, or not in time
     */
    void say() throws IOException, InterruptedException {
        for (int i = 0; i < pieces.size(); i++) {
            Filled piece = pieces.get(i);
            short[] samples = piece.samples == null ? awaited() : piece.samples;
            if (samples == null) {
                return;
            }
            if (i > 0) {
                samples = Seam.behind(samples);
            }
            if (i < pieces.size() - 1) {
                samples = Seam.before(samples, Seam.pauseMillis(piece.text));
            }
            if (!put(piece.text, samples)) {
                return;
            }
        }
        playout.end(utterance);
    }

    /** The next piece that was to be spoken; null where nobody listens any more. */
    private short[] awaited() throws IOException, InterruptedException {
        boolean explained = false;
        boolean counted = false;
        while (true) {
            long now = System.nanoTime();
            long left = patience.leftNanos(explained, soundEndNanos, now);
            Spoken next = spoken.poll(left, TimeUnit.NANOSECONDS);
            if (next == null && explained) {
                live.hasFailed();
                throw new IOException("the voice is late");
            }
            boolean isLate = next == null || System.nanoTime() - soundEndNanos > LATE.toNanos();
            if (isLate && samplesPut > 0 && !counted) {
                counted = true;
                live.wasLate();
            }
            if (next == null) {
                explained = true;
                if (!explain()) {
                    return null;
                }
            } else if (next.failure != null) {
                live.hasFailed();
                throw next.failure;
            } else {
                return next.samples;
            }
        }
    }

    private boolean explain() throws InterruptedException {
        return bridge.audio().isEmpty() || put(bridge.text(), bridge.audio().get().pcm());
    }

    private boolean put(String text, short[] samples) throws InterruptedException {
        samplesPut += samples.length;
        said.add(text, samplesPut);
        long now = System.nanoTime();
        long begin = soundEndNanos - now > 0 ? soundEndNanos : now;
        soundEndNanos = begin + samples.length * 1_000_000_000L / Pcm.RATE_HZ;
        return playout.putOrWait(utterance, samples, samples.length);
    }
}
