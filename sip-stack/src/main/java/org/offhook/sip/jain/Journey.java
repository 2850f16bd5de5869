package org.offhook.sip.jain;

import gov.nist.javax.sip.message.SIPResponse;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import gov.nist.javax.sip.message.SIPRequest;
import javax.sip.ClientTransaction;
import javax.sip.message.Response;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.sip.locate.Hop;
import org.offhook.sip.locate.Trip;

/**
 * Takes one request of ours along a {@link Trip}: made anew for each place, with a transaction of
 * its own. Owned by the {@code sip} thread.
 */
final class Journey {
    private static final Logger LOG = LogManager.getLogger(Journey.class);

    private final Outbound outbound;
    private final Trip trip;
    private final Function<Outbound.Way, SIPRequest> build;
    private final Exchange exchange;
    private Optional<SipThread.Wake> patience = Optional.empty();

    Journey(
            Outbound outbound,
            List<Hop> hops,
            Function<Outbound.Way, SIPRequest> build,
            Exchange exchange) {
        this.outbound = outbound;
        this.trip = new Trip(hops, outbound.dead(), System.nanoTime());
        this.build = build;
        this.exchange = exchange;
    }

    void begin() {
        follow(trip.begin());
    }

    private void follow(Trip.Step step) {
        switch (step) {
            case Trip.Step.Send(Hop hop, int attempt) -> send(hop, attempt);
            case Trip.Step.GiveUp(String why) -> {
                patience.ifPresent(SipThread.Wake::cancel);
                outbound.fail(exchange, why);
            }
            case Trip.Step.Nothing() -> {}
        }
    }

    private void send(Hop hop, int number) {
        patience.ifPresent(SipThread.Wake::cancel);
        if (!exchange.isWanted()) {
            outbound.fail(exchange, "given up");
            return;
        }
        var attempt = new Attempt(number);
        if (trip.hasMore(number)) {
            patience = Optional.of(outbound.whenSilent(() -> attempt.onNoResponse("no response")));
        }
        try {
            SIPRequest request = build.apply(outbound.way(hop));
            outbound.transmit(request, hop, attempt);
        } catch (RuntimeException noWay) {
            outbound.fail(attempt, Outbound.reason(noWay));
        }
    }

    private final class Attempt implements Exchange {
        private final int number;

        Attempt(int number) {
            this.number = number;
        }

        @Override
        public boolean isWanted() {
            return exchange.isWanted();
        }

        @Override
        public void onResponse(ClientTransaction transaction, SIPResponse response) {
            int status = response.getStatusCode();
            if (!trip.isAt(number)) {
                late(transaction, response);
                return;
            }
            patience.ifPresent(SipThread.Wake::cancel);
            if (status == Response.SERVICE_UNAVAILABLE && trip.hasMore(number)) {
                onFailure("503", Math.max(0, Messages.seconds(response, "Retry-After")));
                return;
            }
            if (status > Response.TRYING && status != Response.SERVICE_UNAVAILABLE) {
                trip.onAlive(number);
            }
            exchange.onResponse(transaction, response);
        }

        /** A place that we had given up has answered the call after all, perhaps beside another. */
        private void late(ClientTransaction transaction, SIPResponse response) {
            boolean call = response.getCSeq().getMethod().equals("INVITE");
            if (call && response.getStatusCode() / 100 == 2) {
                exchange.onResponse(transaction, response);
            }
        }

        @Override
        public void onNoResponse(String why) {
            onFailure(why, 0);
        }

        private void onFailure(String why, int retryAfterSeconds) {
            if (trip.hasMore(number)) {
                LOG.info("going on to another server, since {}: {}", trip.where(), why);
            }
            follow(trip.onFailure(number, why, retryAfterSeconds, System.nanoTime()));
        }
    }
}
