package org.offhook.sip.machine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/**
 * Keeps one binding alive at the registrar (RFC 3261 §10), and gives up politely: one digest retry
 * per challenge, then a growing pause. No socket, clock or thread: the owner brings answers and the
 * time, and does what the effects ask.
 */
public final class Registration {
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long FIRST_PAUSE_NANOS = 2 * SECOND_NANOS;
    private static final long LONGEST_PAUSE_NANOS = 300 * SECOND_NANOS;

    /** More than a day is a misconfigured registrar, not a wish to be met. */
    private static final int LONGEST_EXPIRES_SECONDS = 86_400;

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
     * @param authorizationName header that carries the credentials, empty for none
     */
    public record Ask(
            int number, int expiresSeconds, String authorizationName, String authorization) {}

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

    public record Status(int code, String reason) {}

    /** Expires, Min-Expires and Retry-After in seconds; -1 where absent. */
    public record Times(int expires, int minExpires, int retryAfter) {}

    /** What the request in flight proves about us. */
    private enum Proof {
        NONE,
        /** Credentials for a nonce of an earlier exchange: may be old. */
        REMEMBERED,
        /** Credentials for the challenge just received. */
        FRESH,
        /** The same again, because the server called that nonce stale. */
        FRESH_AGAIN
    }

    private sealed interface State {
        record Asking(Proof proof) implements State {}

        record Bound() implements State {}

        record Pausing() implements State {}

        record Closing(Proof proof) implements State {}

        record Closed() implements State {}
    }

    private final String requestUri;
    private final Credentials credentials;
    private final RandomGenerator random;
    private State state = new State.Pausing();
    private Optional<Challenge> challenge = Optional.empty();
    private int nonceUses;
    private int asks;
    private int expiresSeconds;
    private long pauseNanos = FIRST_PAUSE_NANOS;
    private long boundUntilNanos;
    private boolean everBound;

    /**
     * @param random for jitter and client nonces: seeded in tests
     */
    public Registration(
            String requestUri, Credentials credentials, Duration expires, RandomGenerator random) {
        this.requestUri = requestUri;
        this.credentials = credentials;
        this.expiresSeconds = Math.toIntExact(expires.toSeconds());
        this.random = random;
    }

    public void start(Effects out) {
        out.registering();
        ask(Proof.NONE, out);
    }

    public void onWake(Effects out) {
        switch (state) {
            case State.Bound(), State.Pausing() ->
                    ask(challenge.isPresent() ? Proof.REMEMBERED : Proof.NONE, out);
            // JAIN-SIP's timer F ends these two.
            case State.Asking _, State.Closing _ -> {}
            case State.Closed() -> {}
        }
    }

    /** A final response to the REGISTER of this number. */
    public void onAnswer(int number, Answer answer, long nowNanos, Effects out) {
        if (number != asks) {
            return; // overtaken by our own later request
        }
        switch (state) {
            case State.Asking(Proof proof) -> answered(proof, answer, nowNanos, out);
            case State.Closing(Proof proof) -> {
                if (!proves(proof, answer, out)) {
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
            case State.Asking _ -> pause(why, 0, nowNanos, out);
            case State.Closing _ -> finish(out);
            case State.Bound(), State.Pausing(), State.Closed() -> {}
        }
    }

    /** Takes the binding back (Expires: 0), where there may be one. */
    public void close(long nowNanos, Effects out) {
        boolean mayBeBound = everBound && boundUntilNanos - nowNanos > 0;
        switch (state) {
            case State.Asking _, State.Bound() -> unregister(out);
            case State.Pausing() -> {
                if (mayBeBound) {
                    unregister(out);
                } else {
                    finish(out);
                }
            }
            case State.Closing _, State.Closed() -> {}
        }
    }

    private void unregister(Effects out) {
        expiresSeconds = 0;
        Proof proof = challenge.isPresent() ? Proof.REMEMBERED : Proof.NONE;
        state = new State.Closing(proof);
        send(proof, out);
    }

    private void finish(Effects out) {
        state = new State.Closed();
        out.closed();
    }

    private void answered(Proof proof, Answer answer, long nowNanos, Effects out) {
        int status = answer.status().code();
        if (status / 100 == 2) {
            bound(answer, nowNanos, out);
        } else if (status == 401 || status == 407) {
            if (!proves(proof, answer, out)) {
                challenge = Optional.empty();
                pause(refusal(proof, answer), 0, nowNanos, out);
            }
        } else if (status == 423 && grows(answer.times().minExpires())) {
            expiresSeconds = answer.times().minExpires();
            ask(proof == Proof.NONE ? Proof.NONE : Proof.REMEMBERED, out);
        } else {
            // A registrar that knows us and says no will not change its mind in seconds.
            boolean refused = status == 403 || status == 404;
            pauseNanos = refused ? LONGEST_PAUSE_NANOS : pauseNanos;
            pause(text(answer), answer.times().retryAfter(), nowNanos, out);
        }
    }

    private boolean grows(int minExpires) {
        return minExpires > expiresSeconds && minExpires <= LONGEST_EXPIRES_SECONDS;
    }

    /** Answers a 401 or 407 where that makes sense; false where it does not. */
    private boolean proves(Proof proof, Answer answer, Effects out) {
        int status = answer.status().code();
        Optional<Challenge> asked =
                Challenge.strongest(answer.challenges().www(), answer.challenges().proxy());
        if (status != 401 && status != 407 || asked.isEmpty()) {
            return false;
        }
        Proof next =
                switch (proof) {
                    case NONE, REMEMBERED -> Proof.FRESH;
                    case FRESH, FRESH_AGAIN -> Proof.FRESH_AGAIN;
                };
        boolean hopeless =
                proof == Proof.FRESH_AGAIN || proof == Proof.FRESH && !asked.get().stale();
        if (hopeless) {
            return false;
        }
        challenge = asked;
        nonceUses = 0;
        state = state instanceof State.Closing ? new State.Closing(next) : new State.Asking(next);
        send(next, out);
        return true;
    }

    private static String refusal(Proof proof, Answer answer) {
        return proof == Proof.FRESH || proof == Proof.FRESH_AGAIN
                ? "wrong user or password (" + text(answer) + ")"
                : "no digest challenge that we can answer (" + text(answer) + ")";
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
        state = new State.Pausing();
        out.failed(why);
        long jittered = (long) (pauseNanos * (0.8 + jitter(0.4)));
        out.wakeAt(nowNanos + Math.max(jittered, atLeastSeconds * SECOND_NANOS));
        pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
    }

    private double jitter(double width) {
        return width * random.nextDouble();
    }

    private void ask(Proof proof, Effects out) {
        state = new State.Asking(proof);
        send(proof, out);
    }

    private void send(Proof proof, Effects out) {
        asks++;
        if (proof == Proof.NONE || challenge.isEmpty()) {
            out.send(new Ask(asks, expiresSeconds, "", ""));
            return;
        }
        nonceUses++;
        String clientNonce = Long.toHexString(random.nextLong());
        var use = new Digest.Use("REGISTER", requestUri, clientNonce, nonceUses);
        out.send(
                new Ask(
                        asks,
                        expiresSeconds,
                        Digest.headerName(challenge.get()),
                        Digest.authorization(challenge.get(), credentials, use)));
    }
}
