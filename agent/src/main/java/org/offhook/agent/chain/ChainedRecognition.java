package org.offhook.agent.chain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.offhook.agent.Recogniser;
import org.offhook.agent.Recognition;
import org.offhook.agent.Speech;

/**
 * The recognition of one call by a chain. Segments are streamed to one link, chosen at their
 * beginning; the others are opened when they are first needed. On the threads of {@link
 * Recognition}.
 */
final class ChainedRecognition implements Recognition {
    private final List<Link<Recogniser>> links;
    private final Function<Recogniser, Recognition> opening;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Recognition> opened = new HashMap<>();
    private volatile Link<Recogniser> lead;
    private Recognition streaming;
    private boolean closed;

    ChainedRecognition(List<Link<Recogniser>> links, Function<Recogniser, Recognition> opening) {
        this.links = links;
        this.opening = opening;
        lead = best();
        recognition(lead);
    }

    private Link<Recogniser> best() {
        long now = System.nanoTime();
        return links.stream()
                .filter(link -> link.health().isWorthAsking(now))
                .findFirst()
                .orElse(links.getLast());
    }

    @Override
    public void begin(int segment, short[] samples, int length) {
        lead = best();
        streaming = recognition(lead);
        if (streaming != null) {
            streaming.begin(segment, samples, length);
        }
    }

    @Override
    public void hear(short[] samples, int length) {
        if (streaming != null) {
            streaming.hear(samples, length);
        }
    }

    @Override
    public void end() {
        if (streaming != null) {
            streaming.end();
        }
    }

    @Override
    public String words(Speech speech, BooleanSupplier abandoned)
            throws IOException, InterruptedException {
        var race =
                new Race<Recogniser, Void, String>(
                        inOrder(),
                        (link, _) -> {
                            Recognition recognition = recognition(link);
                            String words =
                                    recognition == null ? "" : recognition.words(speech, abandoned);
                            if (recognition == null || abandoned.getAsBoolean()) {
                                // Cut short by us: that tells nothing of the recogniser.
                                throw new InterruptedException();
                            }
                            return words;
                        });
        return switch (race.run(_ -> true)) {
            case Race.Finish.Whole<Recogniser, String>(_, String words) -> words;
            case Race.Finish.Broken<Recogniser, String>(_, IOException cause) -> throw cause;
        };
    }

    private List<Link<Recogniser>> inOrder() {
        var order = new ArrayList<Link<Recogniser>>();
        Link<Recogniser> first = lead;
        order.add(first);
        links.stream().filter(link -> link != first).forEach(order::add);
        return order;
    }

    /** Null where the call is over. */
    private Recognition recognition(Link<Recogniser> link) {
        lock.lock();
        try {
            return closed
                    ? null
                    : opened.computeIfAbsent(link.name(), _ -> opening.apply(link.service()));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            opened.values().forEach(Recognition::close);
        } finally {
            lock.unlock();
        }
    }
}
