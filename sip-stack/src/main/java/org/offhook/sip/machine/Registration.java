package org.offhook.sip.machine;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Keeps one binding alive at the registrar (RFC 3261 §10), and gives up politely: each challenge is
 * answered once, each place that a 3xx names is tried once, then comes a growing pause. No socket,
 * clock or thread: the owner brings answers and the time, and does what the effects ask.
 */
public final class Registration {
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long FIRST_PAUSE_NANOS = 2 * SECOND_NANOS;
    private static final long LONGEST_PAUSE_NANOS = 300 * SECOND_NANOS;

    /** More than a day is a misconfigured registrar, not a wish to be met. */
    private static final int LONGEST_EXPIRES_SECONDS = 86_400;

    private static final int MOST_REDIRECTS = 5;

    /** All that a registration may ask for. */
    public interface Effects {
        /** Send this REGISTER; bring its outcome back with the same number. */
        void send(Ask ask);

        /** Call {@link Registration#onWake} then; replaces an earlier wish. */
        void wakeAt(long nanos);

        void registering();

        void registered(Duration lifetime);

        void failed(String why);

        /** Last of all: the binding is gone, or we stopped waiting for the registrar to say so. */
        void closed();
    }

    /**
     * One REGISTER to send.
     *
     * @param uri the Request-URI
     * @param proof headers that carry the credentials, none where nobody asked for them yet
     */
    public record Ask(
            int number, int expiresSeconds, String uri, List<DigestSession.Header> proof) {}

    /** One address bound at the registrar: {@code user@host:port}; -1 where it has no expires. */
    public record Binding(String address, int expiresSeconds) {}

    /** Challenges in a 401 or 407: header values. */
    public record Challenges(List<String> www, List<String> proxy) {}

    /**
     * A final response.
     *
     * @param ownAddress the Contact that we sent, in the form of {@link Binding#address}
     * @param times the three headers that carry seconds
     */
    public record Answer(
            Status status,
            Challenges challenges,
            String ownAddress,
            List<Binding> bindings,
            Times times) {}

    /**
     * The status line.
     *
     * @param elsewhere for 3xx the SIP URIs of its Contact, in order; else empty
     */
    public record Status(int code, String reason, List<String> elsewhere) {}

    /** Expires, Min-Expires and Retry-After in seconds; -1 where absent. */
    public record Times(int expires, int minExpires, int retryAfter) {}

    private sealed interface State {
        record Asking() implements State {}

        record Bound() implements State {}

        record Pausing() implements State {}

        record Closing() implements State {}

        record Closed() implements State {}
    }

    private final String home;
    private final DigestSession session;
    private final RandomGenerator random;
    private State state = new State.Pausing();

    /** Where this binding is kept: at home, unless home has sent us elsewhere (3xx). */
    private String target;

    private final Set<String> tried = new HashSet<>();
    private int asks;
    private int expiresSeconds;
    private long pauseNanos = FIRST_PAUSE_NANOS;
    private long boundUntilNanos;
    private boolean everBound;

    /**
     * @param random for jitter and client nonces: seeded in tests
     */
    public Registration(
            String home, Credentials credentials, Duration expires, RandomGenerator random) {
        this.home = home;
        this.target = home;
        this.session = new DigestSession(credentials, random);
        this.expiresSeconds = Math.toIntExact(expires.toSeconds());
        this.random = random;
    }

    public void start(Effects out) {
        out.registering();
        ask(out);
    }

    public void onWake(Effects out) {
        switch (state) {
            case State.Bound(), State.Pausing() -> ask(out);
            // JAIN-SIP's timer F ends these two.
            case State.Asking(), State.Closing() -> {}
            case State.Closed() -> {}
        }
    }

    /** The address that we are reached at has turned out to be another one: bind that. */
    public void onMoved(Effects out) {
        switch (state) {
            case State.Bound() -> ask(out);
            // The next REGISTER carries it anyway.
            case State.Asking(), State.Pausing() -> {}
            case State.Closing(), State.Closed() -> {}
        }
    }

    /** A final response to the REGISTER of this number. */
    public void onAnswer(int number, Answer answer, long nowNanos, Effects out) {
        if (number != asks) {
            return; // overtaken by our own later request
        }
        switch (state) {
            case State.Asking() -> answered(answer, nowNanos, out);
            case State.Closing() -> {
                if (isChallenge(answer) && verdict(answer) == DigestSession.Verdict.ANSWER) {
                    send(out);
                } else {
                    finish(out);
                }
            }
            case State.Bound(), State.Pausing(), State.Closed() -> {}
        }
    }

    /** No final response came: no route, refused connection, or timer F. */
    public void onNoAnswer(int number, String why, long nowNanos, Effects out) {
        if (number != asks) {
            return;
        }
        switch (state) {
            case State.Asking() -> pause(why, 0, nowNanos, out);
            case State.Closing() -> finish(out);
            case State.Bound(), State.Pausing(), State.Closed() -> {}
        }
    }

    /** Takes the binding back (Expires: 0), where there may be one. */
    public void close(long nowNanos, Effects out) {
        boolean mayBeBound = everBound && boundUntilNanos - nowNanos > 0;
        switch (state) {
            case State.Asking(), State.Bound() -> unregister(out);
            case State.Pausing() -> {
                if (mayBeBound) {
                    unregister(out);
                } else {
                    finish(out);
                }
            }
            case State.Closing(), State.Closed() -> {}
        }
    }

    private void unregister(Effects out) {
        expiresSeconds = 0;
        state = new State.Closing();
        session.begin();
        send(out);
    }

    private void finish(Effects out) {
        state = new State.Closed();
        out.closed();
    }

    private void answered(Answer answer, long nowNanos, Effects out) {
        int status = answer.status().code();
        if (status / 100 == 2) {
            bound(answer, nowNanos, out);
        } else if (isChallenge(answer)) {
            challenged(answer, nowNanos, out);
        } else if (status == 423 && grows(answer.times().minExpires())) {
            expiresSeconds = answer.times().minExpires();
            ask(out);
        } else if (status / 100 == 3 && redirects(answer.status().elsewhere())) {
            ask(out);
        } else {
            // A registrar that knows us and says no will not change its mind in seconds.
            boolean refused = status == 403 || status == 404;
            pauseNanos = refused ? LONGEST_PAUSE_NANOS : pauseNanos;
            pause(text(answer), answer.times().retryAfter(), nowNanos, out);
        }
    }

    private static boolean isChallenge(Answer answer) {
        return answer.status().code() == 401 || answer.status().code() == 407;
    }

    private DigestSession.Verdict verdict(Answer answer) {
        return session.onChallenge(answer.challenges().www(), answer.challenges().proxy());
    }

    private void challenged(Answer answer, long nowNanos, Effects out) {
        switch (verdict(answer)) {
            case ANSWER -> send(out);
            case REFUSED -> giveUp("wrong user or password (" + text(answer) + ")", nowNanos, out);
            case UNANSWERABLE -> {
                Challenges asked = answer.challenges();
                String why = Challenge.obstacle(asked.www(), asked.proxy());
                String what = "no digest challenge that we can answer (" + text(answer) + "): ";
                giveUp(what + why, nowNanos, out);
            }
        }
    }

    private void giveUp(String why, long nowNanos, Effects out) {
        session.forget();
        pause(why, 0, nowNanos, out);
    }

    /** Goes where a 3xx points, to each place once and to few (RFC 3261 §8.1.3.4). */
    private boolean redirects(List<String> elsewhere) {
        for (String uri : elsewhere) {
            if (tried.size() < MOST_REDIRECTS && tried.add(uri)) {
                target = uri;
                return true;
            }
        }
        return false;
    }

    private boolean grows(int minExpires) {
        return minExpires > expiresSeconds && minExpires <= LONGEST_EXPIRES_SECONDS;
    }

    private static String text(Answer answer) {
        return answer.status().code() + " " + answer.status().reason();
    }

    private void bound(Answer answer, long nowNanos, Effects out) {
        int granted = granted(answer);
        if (granted <= 0) {
            pause("the registrar keeps no binding of ours", 0, nowNanos, out);
            return;
        }
        state = new State.Bound();
        tried.clear();
        pauseNanos = FIRST_PAUSE_NANOS;
        everBound = true;
        boundUntilNanos = nowNanos + granted * SECOND_NANOS;
        long half = granted * SECOND_NANOS / 2;
        out.registered(Duration.ofSeconds(granted));
        out.wakeAt(nowNanos + Math.max(SECOND_NANOS / 2, (long) (half * (0.9 + jitter(0.1)))));
    }

    /** Ours among all bindings of the address of record; a registrar may list other phones too. */
    private int granted(Answer answer) {
        OptionalInt own =
                answer.bindings().stream()
                        .filter(binding -> binding.address().equals(answer.ownAddress()))
                        .mapToInt(Binding::expiresSeconds)
                        .filter(seconds -> seconds >= 0)
                        .findFirst();
        int header = answer.times().expires();
        return own.orElse(header >= 0 ? header : expiresSeconds);
    }

    private void pause(String why, int atLeastSeconds, long nowNanos, Effects out) {
        target = home;
        state = new State.Pausing();
        tried.clear();
        out.failed(why);
        long jittered = (long) (pauseNanos * (0.8 + jitter(0.4)));
        out.wakeAt(nowNanos + Math.max(jittered, atLeastSeconds * SECOND_NANOS));
        pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
    }

    private double jitter(double width) {
        return width * random.nextDouble();
    }

    private void ask(Effects out) {
        state = new State.Asking();
        session.begin();
        send(out);
    }

    private void send(Effects out) {
        asks++;
        out.send(new Ask(asks, expiresSeconds, target, session.headers("REGISTER", target)));
    }
}
