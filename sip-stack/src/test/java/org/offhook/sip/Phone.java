package org.offhook.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.offhook.sip.jain.SipTimers;

/** A SipStack on 127.0.0.1 whose every news can be waited for, in order. */
final class Phone implements AutoCloseable {
    static final byte[] OFFER = sdp("offer");
    static final byte[] ANSWER = sdp("answer");
    private static final long PATIENCE_SECONDS = 60;

    /** Says soon again what was not heard, and does not give up while a test runs. */
    static final SipTimers REPEATS_SOON =
            new SipTimers(
                    100, 400, 180_000, 180_000, 180_000, 1000, 180_000, 180_000, 6000, 2000, 50);

    /** Short enough to see them run out, long enough for what must come before. */
    static final SipTimers GIVES_UP_SOON =
            new SipTimers(100, 400, 4000, 180_000, 1500, 40, 3000, 2000, 6000, 2000, 50);

    final SipStack stack;
    private final BlockingQueue<Invite> invites = new LinkedBlockingQueue<>();

    private Phone(SipConfig config, SipTimers timers) throws IOException {
        this.stack = SipStack.start(config, timers, invites::add);
    }

    static Phone start() throws IOException {
        return start(config(10));
    }

    static Phone start(SipConfig config) throws IOException {
        return new Phone(config, SipTimers.rfc3261());
    }

    static Phone start(SipTimers timers) throws IOException {
        return new Phone(config(10), timers);
    }

    static Phone start(SipConfig config, SipTimers timers) throws IOException {
        return new Phone(config, timers);
    }

    static SipConfig config(int maxCalls) {
        return config("127.0.0.1", "", maxCalls);
    }

    static SipConfig config(String address, String external, int maxCalls) {
        return new SipConfig(
                new InetSocketAddress(address, 0),
                Set.of(Transport.UDP, Transport.TCP),
                external,
                maxCalls,
                Duration.ofSeconds(7),
                "Test phone");
    }

    static byte[] sdp(String name) {
        return ("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=" + name + "\r\nt=0 0\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    String uri(String user, Transport transport) {
        return "sip:"
                + user
                + "@127.0.0.1:"
                + stack.listening().getPort()
                + (transport == Transport.TCP ? ";transport=tcp" : "");
    }

    Side dial(Phone other, Transport transport) {
        Side side = new Side();
        side.call = stack.dial(other.uri("6001", transport), OFFER, side);
        return side;
    }

    Invite invited() {
        return take(invites, "an INVITE");
    }

    /** Takes the next call with the usual answer. */
    Side answers() {
        return answers(invited());
    }

    static Side answers(Invite invite) {
        Side side = new Side();
        side.call = invite.answer(ANSWER, side);
        return side;
    }

    static <T> T take(BlockingQueue<T> queue, String what) {
        try {
            T taken = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return taken != null ? taken : fail("waited in vain for " + what);
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            return fail("interrupted while waiting for " + what);
        }
    }

    @Override
    public void close() {
        stack.close();
    }

    /** What one end of a call was told. */
    sealed interface News {
        record Ringing() implements News {}

        record Answer(String sdp) implements News {}

        record Offer(Reoffer reoffer) implements News {}

        record Digit(char digit) implements News {}

        record Transferred(int status) implements News {}

        record OfferRefused(int status) implements News {}

        record Ended(CallEnd end) implements News {}
    }

    /** One end of a call. */
    static final class Side implements CallListener {
        private final BlockingQueue<News> news = new LinkedBlockingQueue<>();
        final BlockingQueue<String> early = new LinkedBlockingQueue<>();
        volatile Call call;

        @Override
        public void onRinging() {
            news.add(new News.Ringing());
        }

        @Override
        public void onEarlyMedia(byte[] sdp) {
            early.add(new String(sdp, StandardCharsets.UTF_8));
        }

        @Override
        public void onAnswer(byte[] sdp) {
            news.add(new News.Answer(new String(sdp, StandardCharsets.UTF_8)));
        }

        @Override
        public void onReoffer(Reoffer reoffer) {
            news.add(new News.Offer(reoffer));
        }

        @Override
        public void onInfoDigit(char digit) {
            news.add(new News.Digit(digit));
        }

        @Override
        public void onOfferRefused(int status) {
            news.add(new News.OfferRefused(status));
        }

        @Override
        public void onTransfer(int status) {
            news.add(new News.Transferred(status));
        }

        @Override
        public void onEnded(CallEnd end) {
            news.add(new News.Ended(end));
        }

        News next() {
            return take(news, "news of the call");
        }

        void hearsRinging() {
            assertInstanceOf(News.Ringing.class, next());
        }

        void hearsAnswer(byte[] sdp) {
            assertEquals(new News.Answer(new String(sdp, StandardCharsets.UTF_8)), next());
        }

        Reoffer hearsOffer() {
            return assertInstanceOf(News.Offer.class, next()).reoffer();
        }

        CallEnd hearsEnd() {
            return assertInstanceOf(News.Ended.class, next()).end();
        }

        CallEnd hearsEndBy(CallEnd.By by) {
            CallEnd end = hearsEnd();
            assertEquals(by, end.by(), end.toString());
            return end;
        }
    }
}
