package org.offhook.server.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.offhook.sip.Transport;

class TargetTest {
    @ParameterizedTest
    @CsvSource({
        "sip:127.0.0.1,127.0.0.1,5060,UDP",
        "sip:100@pbx.example.org:5070,pbx.example.org,5070,UDP",
        "sip:100@[::1]:5061;transport=TCP,[::1],5061,TCP",
        "sip:a;b@h;transport=tcp;lr,h,5060,TCP",
        "sip:100@h;transport=udp,h,5060,UDP"
    })
    void hostPortAndTransportAreRead(String uri, String host, int port, Transport transport) {
        assertEquals(new Target(uri, host, port, transport), Target.parse(uri).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "100@host", "sip:", "sip:a@", "sip:a@h:0", "sip:a@h:99999", "tel:1"})
    void whatIsNoSipUriIsRefused(String text) {
        assertTrue(Target.parse(text).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:127.0.0.1", "sip:127.0.0.9"})
    void onTheLoopbackOurAddressIsThere(String uri) throws IOException {
        assertTrue(Target.parse(uri).orElseThrow().localAddress().isLoopbackAddress());
    }
}
