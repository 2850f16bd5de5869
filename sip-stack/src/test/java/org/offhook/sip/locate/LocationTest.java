package org.offhook.sip.locate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.UnknownHostException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.offhook.sip.Transport;

/** The examples of RFC 3263 and what real domains do. */
class LocationTest {
    private static final Reach ALL =
            new Reach(EnumSet.allOf(Transport.class), List.of(Lookup.Kind.A, Lookup.Kind.AAAA));
    private static final Reach UDP_AND_TCP =
            new Reach(Set.of(Transport.UDP, Transport.TCP), List.of(Lookup.Kind.A));

    private final Zone zone = new Zone();

    private static Target name(String host) {
        return new Target(host, -1, Optional.empty());
    }

    private static DnsRecord.Naptr naptr(int order, String service, String replacement) {
        return new DnsRecord.Naptr(order, 50, "s", service, replacement);
    }

    private static DnsRecord.Srv srv(int priority, int weight, String target) {
        return new DnsRecord.Srv(priority, weight, 5060, target);
    }

    private List<String> places(Target target, Reach reach) throws UnknownHostException {
        return Location.find(target, reach, zone).order(new Random(1), Optional.empty()).stream()
                .map(Hop::toString)
                .toList();
    }

    /** RFC 3263 §4.1 and §4.2: TLS and TCP before UDP, and three servers of which two are equal. */
    @Test
    void theDomainChoosesTransportsAndServers() throws UnknownHostException {
        zone.says(
                        "example.com",
                        Lookup.Kind.NAPTR,
                        3600,
                        naptr(100, "SIP+D2U", "_sip._udp.example.com"),
                        naptr(50, "SIPS+D2T", "_sips._tcp.example.com"),
                        naptr(90, "SIP+D2T", "_sip._tcp.example.com"))
                .says("_sips._tcp.example.com", Lookup.Kind.SRV, 3600, srv(1, 0, "s.example.com"))
                .says(
                        "_sip._tcp.example.com",
                        Lookup.Kind.SRV,
                        60,
                        srv(2, 0, "server2.example.com"),
                        srv(0, 1, "server1.example.com"))
                .has("s.example.com", "192.0.2.9")
                .has("server1.example.com", "192.0.2.1", "2001:db8::1")
                .has("server2.example.com", "192.0.2.2");
        assertEquals(
                List.of(
                        "192.0.2.9:5060/tls",
                        "192.0.2.1:5060/tcp",
                        "[2001:db8:0:0:0:0:0:1]:5060/tcp",
                        "192.0.2.2:5060/tcp"),
                places(name("example.com"), ALL));
        assertEquals(
                List.of("192.0.2.1:5060/tcp", "192.0.2.2:5060/tcp"),
                places(name("example.com"), UDP_AND_TCP));
        assertEquals(60, Location.find(name("example.com"), ALL, zone).ttlSeconds());
    }

    @Test
    void withoutPreferenceTheFirstTransportWithServersIsTaken() throws UnknownHostException {
        zone.says("_sip._tcp.pbx.test", Lookup.Kind.SRV, 60, srv(1, 1, "a.pbx.test"))
                .has("a.pbx.test", "192.0.2.1");
        assertEquals(List.of("192.0.2.1:5060/tcp"), places(name("pbx.test"), UDP_AND_TCP));
        assertEquals(
                List.of(
                        "NAPTR pbx.test",
                        "SRV _sip._udp.pbx.test",
                        "SRV _sip._tcp.pbx.test",
                        "A a.pbx.test"),
                zone.asked);
    }

    @Test
    void withoutAnyServiceTheNameIsTheServer() throws UnknownHostException {
        zone.has("pbx.test", "192.0.2.1", "2001:db8::1");
        assertEquals(List.of("192.0.2.1:5060/udp"), places(name("pbx.test"), UDP_AND_TCP));
        var six = new Reach(Set.of(Transport.UDP), List.of(Lookup.Kind.AAAA, Lookup.Kind.A));
        assertEquals(
                List.of("[2001:db8:0:0:0:0:0:1]:5060/udp", "192.0.2.1:5060/udp"),
                places(name("pbx.test"), six));
    }

    @Test
    void aTransportIsObeyedAndAPortNeedsNoServices() throws UnknownHostException {
        zone.says("_sips._tcp.pbx.test", Lookup.Kind.SRV, 60, srv(1, 1, "a.pbx.test"))
                .has("a.pbx.test", "192.0.2.1")
                .has("pbx.test", "192.0.2.2");
        Optional<Transport> tls = Optional.of(Transport.TLS);
        assertEquals(List.of("192.0.2.1:5060/tls"), places(new Target("pbx.test", -1, tls), ALL));
        assertEquals(List.of("192.0.2.2:5071/tls"), places(new Target("pbx.test", 5071, tls), ALL));
        assertEquals(
                List.of("192.0.2.2:5061/tls"), places(new Target("Pbx.Test.", 5061, tls), ALL));
        var unserved = new Target("pbx.test", -1, Optional.of(Transport.TCP));
        assertEquals(List.of("192.0.2.2:5060/tcp"), places(unserved, UDP_AND_TCP));
    }

    @Test
    void addressesAreNotAskedFor() throws UnknownHostException {
        assertEquals(List.of("192.0.2.1:5060/udp"), places(name("192.0.2.1"), ALL));
        var six = new Target("[2001:DB8::1]", -1, Optional.of(Transport.TLS));
        assertEquals(List.of("[2001:db8:0:0:0:0:0:1]:5061/tls"), places(six, ALL));
        assertEquals(List.of(), zone.asked);
        assertEquals(Optional.empty(), Location.written(name("1.2.3.4.example"), ALL));
    }

    @Test
    void theCertificateMustBeForTheDomainWhateverTheServerIsCalled() throws UnknownHostException {
        zone.says("_sips._tcp.pbx.test", Lookup.Kind.SRV, 60, srv(1, 1, "a.provider.test"))
                .has("a.provider.test", "192.0.2.1");
        Target target = new Target("pbx.test", -1, Optional.of(Transport.TLS));
        Servers found = Location.find(target, ALL, zone);
        assertEquals(
                "pbx.test",
                found.tiers().getFirst().servers().getFirst().hops().getFirst().identity());
    }

    @Test
    void aSilentNameServerIsNotAskedForEverythingAndWhatTheSystemKnowsIsTaken()
            throws UnknownHostException {
        zone.fails("pbx", Lookup.Kind.NAPTR, "no answer from 192.0.2.53:53")
                .fails("pbx", Lookup.Kind.A, "no answer from 192.0.2.53:53")
                .systemKnows("pbx", "192.0.2.1");
        Servers found = Location.find(name("pbx"), UDP_AND_TCP, zone);
        assertEquals(List.of("NAPTR pbx", "A pbx"), zone.asked);
        assertEquals(30, found.ttlSeconds());
        assertEquals(List.of("192.0.2.1:5060/udp"), places(name("pbx"), UDP_AND_TCP));
    }

    @Test
    void aNameThatLeadsNowhereSaysWhatWasAskedAndWhatCame() {
        zone.says("_sip._udp.pbx.test", Lookup.Kind.SRV, 60, srv(0, 0, ""))
                .fails("pbx.test", Lookup.Kind.A, "SERVFAIL from 192.0.2.53:53");
        var thrown =
                assertThrows(
                        UnknownHostException.class,
                        () -> Location.find(name("pbx.test"), UDP_AND_TCP, zone));
        assertEquals(
                "unknown host pbx.test (NAPTR pbx.test: none; SRV _sip._tcp.pbx.test: none; A"
                        + " pbx.test: SERVFAIL from 192.0.2.53:53)",
                thrown.getMessage());
    }
}
