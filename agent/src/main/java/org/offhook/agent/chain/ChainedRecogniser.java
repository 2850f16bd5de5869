package org.offhook.agent.chain;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.offhook.agent.Recogniser;
import org.offhook.agent.Recognition;

/**
 * Several recognisers in the place of one. The first that is well hears the caller while he speaks;
 * the others are given the whole segment when it is late or fails. Thread-safe. Owns nothing: the
 * recognisers are closed by who made them.
 */
public final class ChainedRecogniser implements Recogniser {
    private final List<Link<Recogniser>> links;

    /**
     * @param links the first choice first
     */
    public ChainedRecogniser(List<Link<Recogniser>> links) {
        this.links = List.copyOf(links);
    }

    @Override
    public Recognition open(String callId, Locale language, Recognition.Listener listener) {
        return new ChainedRecognition(
                links, recogniser -> recogniser.open(callId, language, listener));
    }

    @Override
    public String id() {
        return links.stream().map(link -> link.service().id()).collect(Collectors.joining(", "));
    }

    @Override
    public void close() {}
}
