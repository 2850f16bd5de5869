package org.offhook.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormsTest {
    @ParameterizedTest
    @CsvSource({"0s,0", "250ms,250", "30s,30000", "5m,300000", "2h,7200000"})
    void durationsHaveAUnit(String text, long millis) {
        assertEquals(Optional.of(Duration.ofMillis(millis)), day(text));
        assertEquals(text, Forms.show(Duration.ofMillis(millis)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "s", "-1s", "1.5s", "30 s", "30S", "9999999999s", "25h"})
    void whatIsNoDurationIsRefused(String text) {
        assertEquals(Optional.empty(), day(text));
    }

    private static Optional<Duration> day(String text) {
        return Forms.duration(text, Duration.ZERO, Duration.ofHours(24));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:5060,127.0.0.1,5060",
        "localhost:0,127.0.0.1,0",
        "[::1]:5061,0:0:0:0:0:0:0:1,5061"
    })
    void socketAddressesAreLiteral(String text, String address, int port) {
        var read = Forms.socketAddress(text).orElseThrow();
        assertEquals(address, read.getAddress().getHostAddress());
        assertEquals(port, read.getPort());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5060", "127.0.0.1", "127.0.0.1:70000", "pbx.example.org:5060"})
    void whatIsNoSocketAddressIsRefused(String text) {
        assertEquals(Optional.empty(), Forms.socketAddress(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"20001-20010", "20000", "20010-20000", "80-90", "60000-70000", "a-b"})
    void portsBeginEvenAndEndLater(String text) {
        assertEquals(Optional.empty(), Forms.ports(text));
    }

    @Test
    void twoPortsAreOneCall() {
        assertEquals(5, Forms.ports("20000-20009").orElseThrow().calls());
        assertEquals(5, Forms.ports("20000 - 20008").orElseThrow().calls());
    }
}
