package org.offhook.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A line whose requests go by proxies. */
class RouteTest {
    private static LineConfig line(Wire proxy) {
        return new LineConfig("l", "sip:home.invalid", "6001", "", "x", Duration.ofSeconds(600))
                .withOutboundProxy("sip:127.0.0.1:" + proxy.port());
    }

    private static String contact(Wire.Message register) {
        return "Contact: " + register.one("Contact") + ";expires=600";
    }

    @Test
    void allGoesByTheOutboundProxyWithoutAskingForTheRegistrarsName() throws IOException {
        try (Phone phone = Phone.start();
                Wire proxy = new Wire(phone.stack.listening())) {
            Line line = phone.stack.register(line(proxy));
            Wire.Message register = proxy.receive("REGISTER sip:home.invalid SIP/2.0");
            String hop = "<sip:127.0.0.1:" + proxy.port() + ";lr>";
            assertEquals(hop, register.one("Route"));
            assertTrue(register.one("Supported").contains("path"));
            proxy.respond(register, "200 OK", contact(register));
            Phone.Side side = new Phone.Side();
            side.call = phone.stack.dialFrom(line, "sip:7000@home.invalid", Phone.OFFER, side);
            Wire.Message invite = proxy.receive("INVITE sip:7000@home.invalid SIP/2.0");
            assertEquals(hop, invite.one("Route"));
            proxy.respond(invite, "486 Busy Here");
            assertEquals(486, side.hearsEndBy(CallEnd.By.PEER).status());
        }
    }

    @Test
    void callsLeaveByTheServiceRoute() throws IOException {
        try (Phone phone = Phone.start();
                Wire proxy = new Wire(phone.stack.listening());
                Wire service = new Wire(phone.stack.listening())) {
            Line line = phone.stack.register(line(proxy));
            Wire.Message register = proxy.receive("REGISTER");
            String first = "<sip:127.0.0.1:" + service.port() + ";lr>";
            proxy.respond(
                    register,
                    "200 OK",
                    contact(register),
                    "Service-Route: " + first + ", <sip:second.invalid;lr>",
                    "Path: <sip:127.0.0.1:" + proxy.port() + ";lr>");
            LineTest.until(() -> line.state() instanceof LineState.Registered);
            Phone.Side side = new Phone.Side();
            side.call = phone.stack.dialFrom(line, "sip:7000@home.invalid", Phone.OFFER, side);
            Wire.Message invite = service.receive("INVITE sip:7000@home.invalid SIP/2.0");
            String routes = String.join(", ", invite.all("Route"));
            assertEquals(first + ", <sip:second.invalid;lr>", routes.replace(",<", ", <"));
            service.respond(invite, "486 Busy Here");
            side.hearsEndBy(CallEnd.By.PEER);
        }
    }
}
