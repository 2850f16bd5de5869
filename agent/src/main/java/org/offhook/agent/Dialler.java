package org.offhook.agent;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.agent.answering.AnsweredBy;
import org.offhook.media.MediaPort;
import org.offhook.media.MediaServer;
import org.offhook.media.PreparedAudio;
import org.offhook.sip.Call;
import org.offhook.sip.CallListener;

/**
 * Places calls and has an agent serve them. Any thread: each call is held by the thread that places
 * it.
 */
public final class Dialler {
    private static final Logger log = LogManager.getLogger(Dialler.class);

    private final MediaServer media;
    private final Ears ears;
    private final Receptionist receptionist;

    /**
     * @param receptionist serves the calls that people answer
     */
    public Dialler(MediaServer media, Ears ears, Receptionist receptionist) {
        this.media = media;
        this.ears = ears;
        this.receptionist = receptionist;
    }

    /** Sends the INVITE, as some line or as nobody. */
    @FunctionalInterface
    public interface Way {
        Call dial(String uri, byte[] offer, CallListener listener);
    }

    /**
     * One call to be placed.
     *
     * @param local our address on the way there, for the SDP
     * @param message for a machine; without one it is only hung up on
     * @param ringTimeout the callee is given up after this
     * @param variables what slots of answers find in place of header fields
     */
    public record Order(
            String uri,
            InetAddress local,
            OnMachine onMachine,
            Optional<PreparedAudio> message,
            Duration ringTimeout,
            Map<String, String> variables) {
        /** Of which nothing else is known. */
        public Order(
                String uri,
                InetAddress local,
                OnMachine onMachine,
                Optional<PreparedAudio> message,
                Duration ringTimeout) {
            this(uri, local, onMachine, message, ringTimeout, Map.of());
        }
    }

    /** What became of a call. */
    public sealed interface Outcome {
        /**
         * Nobody answered.
         *
         * @param status final SIP status; 0 where there was none
         */
        record NotReached(Why why, int status, String reason) implements Outcome {}

        /**
         * Somebody or something did.
         *
         * @param turns of the conversation, 0 where there was none
         * @param end who ended the call and why
         */
        record Reached(AnsweredBy by, boolean messageLeft, int turns, String end)
                implements Outcome {}
    }

    /** Why nobody was reached. */
    public enum Why {
        BUSY,
        NO_ANSWER,
        REFUSED,
        /** The network said so before any answer, in words or by its three tones. */
        ANNOUNCED,
        /** The peer cannot be reached, or its answer cannot be used. */
        FAILED
    }

    /**
     * Places a call and holds it to its end.
     *
     * @throws IOException no port is free, or the agent has as many calls as it takes
     */
    public Outcome place(Agent agent, Order order, Way way)
            throws IOException, InterruptedException {
        if (!agent.lines().tryAcquire()) {
            throw new IOException("agent " + agent.name() + " has as many calls as it takes");
        }
        receptionist.began();
        var inbox = new Inbox();
        try (MediaPort port =
                media.offer(
                        "to " + order.uri(), order.local(), new Receptionist.PortEvents(inbox))) {
            var events = new PlacedEvents(inbox);
            try (Call call = way.dial(order.uri(), port.localSdp(), events);
                    var scope =
                            new CallScope(
                                    call.id(),
                                    bug -> {
                                        log.error("call {}: ended by a bug", call.id(), bug);
                                        inbox.postOrBreak(new TurnEvent.Ended("bug"));
                                    })) {
                log.info("call {}: agent {} calls {}", call.id(), agent.name(), order.uri());
                var placed = new PlacedCall(agent, order, port, call, scope, inbox, events);
                Outcome outcome = placed.hold(ears, receptionist);
                log.info("call {}: {}", call.id(), outcome);
                return outcome;
            }
        } finally {
            receptionist.ended();
            agent.lines().release();
        }
    }
}
