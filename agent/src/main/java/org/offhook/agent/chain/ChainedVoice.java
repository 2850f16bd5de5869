package org.offhook.agent.chain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.agent.Voice;

/**
 * Several voices in the place of one. A call that had to change its voice keeps the new one. A
 * sentence that breaks off is gone on with by the next voice from about the word that was not
 * heard. Thread-safe. Owns nothing: the voices are closed by who made them.
 */
public final class ChainedVoice implements Voice {
    private static final Logger log = LogManager.getLogger(ChainedVoice.class);

    private final List<Link<Voice>> links;
    private volatile Link<Voice> lead;

    /**
     * @param links the first choice first
     */
    public ChainedVoice(List<Link<Voice>> links) {
        this.links = List.copyOf(links);
        lead = this.links.getFirst();
    }

    @Override
    public Voice forCall() {
        return new ChainedVoice(links);
    }

    @Override
    public void speak(String text, Sink sink) throws IOException, InterruptedException {
        List<Link<Voice>> left = inOrder();
        String rest = text;
        while (true) {
            var heard = new Heard(sink);
            switch (race(left, rest).run(heard::take)) {
                case Race.Finish.Whole<Voice, Void>(Link<Voice> link, _) -> {
                    lead = link;
                    return;
                }
                case Race.Finish.Broken<Voice, Void>(Link<Voice> link, IOException cause) -> {
                    left.remove(link);
                    if (left.isEmpty()) {
                        throw cause;
                    }
                    lead = left.getFirst();
                    rest = Remainder.of(rest, heard.samples);
                    log.info("{}: in mid-sentence, another goes on", cause.getMessage());
                    if (rest.isEmpty()) {
                        return;
                    }
                }
            }
        }
    }

    private List<Link<Voice>> inOrder() {
        var order = new ArrayList<Link<Voice>>();
        Link<Voice> first = lead;
        order.add(first);
        links.stream().filter(link -> link != first).forEach(order::add);
        return order;
    }

    private static Race<Voice, short[], Void> race(List<Link<Voice>> links, String text) {
        return new Race<>(
                List.copyOf(links),
                (link, out) -> {
                    link.service()
                            .speak(
                                    text,
                                    (samples, length) -> out.take(Arrays.copyOf(samples, length)));
                    return null;
                });
    }

    /** Counts what is passed on. */
    private static final class Heard {
        private final Sink sink;
        private long samples;

        Heard(Sink sink) {
            this.sink = sink;
        }

        boolean take(short[] more) throws InterruptedException {
            samples += more.length;
            return sink.accept(more, more.length);
        }
    }

    /** The first choice's: what is prepared is prepared in its voice. */
    @Override
    public String id() {
        return links.getFirst().service().id();
    }

    @Override
    public void warmUp() {
        WarmUps.all(links, Voice::warmUp);
    }

    @Override
    public void close() {}
}
