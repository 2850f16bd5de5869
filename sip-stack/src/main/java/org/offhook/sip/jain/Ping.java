package org.offhook.sip.jain;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.net.InetAddress;
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
        core.outbound().open(hop, local -> options(core.messages(), line, local), proving);
    }

    private static SIPRequest options(Messages messages, JainLine line, InetAddress local) {
        String host = LocalAddress.text(local);
        String callId = messages.token() + messages.token();
        Address us = messages.address(line.self());
        SIPRequest options =
                messages.request(
                        (SipURI) line.registrar().clone(),
                        "OPTIONS",
                        1,
                        new Messages.Between(
                                callId,
                                us,
                                messages.token(),
                                messages.address(line.registrar()),
                                host));
        SipURI hop = Messages.nextHop(line.routes(), line.registrar());
        messages.addRoutes(options, line.routes(), line.registrar());
        messages.addContact(options, messages.contact(line.user(), host, messages.transport(hop)));
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
