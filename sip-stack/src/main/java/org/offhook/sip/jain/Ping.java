package org.offhook.sip.jain;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.sip.ClientTransaction;
import javax.sip.address.Address;
import javax.sip.address.SipURI;
import org.offhook.sip.Pong;

/** One OPTIONS to a line's registrar (RFC 3261 §11). Owned by the {@code sip} thread. */
final class Ping implements Exchange {
    private final Consumer<Pong> told;

    private Ping(Consumer<Pong> told) {
        this.told = told;
    }

    static void send(Core core, JainLine line, Consumer<Pong> told) {
        LongSupplier second = () -> 2;
        Exchange proving =
                core.outbound().proving(Optional.of(line.credentials()), second, new Ping(told));
        SipURI hop = Messages.nextHop(line.routes(), line.registrar());
        core.outbound()
                .open(hop, way -> options(core.messages(), line, line.routes(), way), proving);
    }

    /** With a Call-ID of its own. */
    static SIPRequest options(
            Messages messages, JainLine line, List<Address> routes, Outbound.Way way) {
        var between =
                new Messages.Between(
                        messages.token() + messages.token(),
                        messages.address(line.self()),
                        messages.token(),
                        messages.address(line.registrar()),
                        LocalAddress.text(way.local()));
        SIPRequest options =
                messages.request((SipURI) line.registrar().clone(), "OPTIONS", 1, between);
        messages.addRoutes(options, routes, line.registrar());
        messages.addContact(options, line.contact(way));
        Messages.add(options, "Accept", "application/sdp");
        return options;
    }

    @Override
    public void onResponse(ClientTransaction transaction, SIPResponse response) {
        if (response.getStatusCode() < 200) {
            return;
        }
        var via = ((SIPRequest) transaction.getRequest()).getTopmostVia();
        String server = Messages.value(response, "Server");
        told.accept(
                new Pong(
                        response.getStatusCode(),
                        server.isEmpty() ? Messages.value(response, "User-Agent") : server,
                        via.getHost() + ":" + via.getPort(),
                        SeenAs.in(response)
                                .map(seen -> seen.host() + ":" + seen.port())
                                .orElse("")));
    }

    @Override
    public void onNoResponse(String why) {
        told.accept(new Pong(0, why, "", ""));
    }
}
