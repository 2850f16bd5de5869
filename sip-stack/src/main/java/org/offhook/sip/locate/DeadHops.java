package org.offhook.sip.locate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Remembers for a while which places did not answer (RFC 3263 §4.3); the longest unused is
 * forgotten where there are too many.
 */
public final class DeadHops {
    public static final int USUAL_SECONDS = 60;

    /** Whatever a Retry-After says: a server that is back is not left alone for longer. */
    private static final int LONGEST_SECONDS = 300;

    private final int most;
    private final Map<Hop, Long> untilNanos = new LinkedHashMap<>(16, 0.75f, true);

    public DeadHops(int most) {
        this.most = most;
    }

    /**
     * @param seconds what the server asked for; not positive for the usual time
     */
    public void mark(Hop hop, int seconds, long nowNanos) {
        int pause = seconds <= 0 ? USUAL_SECONDS : Math.min(seconds, LONGEST_SECONDS);
        untilNanos.put(place(hop), nowNanos + TimeUnit.SECONDS.toNanos(pause));
        if (untilNanos.size() > most) {
            untilNanos.remove(untilNanos.keySet().iterator().next());
        }
    }

    public void answered(Hop hop) {
        untilNanos.remove(place(hop));
    }

    public boolean isDead(Hop hop, long nowNanos) {
        Long until = untilNanos.get(place(hop));
        return until != null && until - nowNanos > 0;
    }

    /**
     * The same, the dead ones last: where all are, one of them may have come back, most likely the
     * one that was left alone for longest.
     */
    public List<Hop> last(List<Hop> ordered, long nowNanos) {
        var alive = new ArrayList<Hop>();
        var dead = new ArrayList<Hop>();
        ordered.forEach(hop -> (isDead(hop, nowNanos) ? dead : alive).add(hop));
        dead.sort(Comparator.comparingLong(hop -> untilNanos.get(place(hop)) - nowNanos));
        alive.addAll(dead);
        return alive;
    }

    private static Hop place(Hop hop) {
        return new Hop(hop.address(), hop.port(), hop.transport(), "");
    }
}
