package org.offhook.sip.locate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.offhook.sip.Transport;

/** From server to server, in virtual time. */
class TripTest {
    private static final long SECOND = 1_000_000_000L;

    private final DeadHops dead = new DeadHops(3);

    private static Hop hop(int last) {
        InetAddress address = InetAddress.ofLiteral("192.0.2." + last);
        return new Hop(address, 5060, Transport.UDP, "pbx.test");
    }

    private static List<Hop> hops(int... last) {
        return IntStream.of(last).mapToObj(TripTest::hop).toList();
    }

    @Test
    void theNextOneIsTriedAndAllThatFailedAreNamed() {
        var trip = new Trip(hops(1, 2), dead, 0);
        assertEquals(new Trip.Step.Send(hop(1), 1), trip.begin());
        assertTrue(trip.hasMore(1));
        assertEquals(new Trip.Step.Send(hop(2), 2), trip.onFailure(1, "no response", 0, SECOND));
        assertEquals(new Trip.Step.Nothing(), trip.onFailure(1, "too late", 0, SECOND));
        assertFalse(trip.hasMore(2));
        assertEquals(
                new Trip.Step.GiveUp(
                        "192.0.2.1:5060/udp: no response; 192.0.2.2:5060/udp: refused"),
                trip.onFailure(2, "refused", 0, SECOND));
    }

    @Test
    void whoHasAnsweredIsNotLeftAnyMore() {
        var trip = new Trip(hops(1, 2), dead, 0);
        trip.begin();
        trip.onAlive(1);
        assertFalse(trip.hasMore(1));
        assertEquals(
                new Trip.Step.GiveUp("192.0.2.1:5060/udp: gone"), trip.onFailure(1, "gone", 0, 0));
    }

    @Test
    void aDeadServerIsTriedLastUntilItsTimeIsOver() {
        var trip = new Trip(hops(1, 2), dead, 0);
        trip.begin();
        trip.onFailure(1, "no response", 0, 0);
        assertEquals(hops(2, 1), dead.last(hops(1, 2), 59 * SECOND));
        assertEquals(hops(1, 2), dead.last(hops(1, 2), 60 * SECOND));
        dead.mark(hop(1), 120, 0);
        assertTrue(dead.isDead(hop(1), 119 * SECOND));
        dead.mark(hop(1), 86_400, 0);
        assertFalse(dead.isDead(hop(1), 300 * SECOND));
    }

    @Test
    void whereAllAreDeadTheOneThatIsBackFirstIsTriedFirst() {
        dead.mark(hop(1), 100, 0);
        dead.mark(hop(2), 50, 0);
        assertEquals(hops(2, 1), dead.last(hops(1, 2), SECOND));
        dead.answered(hop(1));
        assertEquals(hops(1, 2), dead.last(hops(1, 2), SECOND));
    }

    @Test
    void theDeadAreNotRememberedWithoutLimit() {
        for (int i = 1; i <= 4; i++) {
            dead.mark(hop(i), 0, 0);
        }
        assertFalse(dead.isDead(hop(1), 0));
        assertTrue(dead.isDead(hop(4), 0));
    }

    @Test
    void aPlaceIsDeadWhoeverAskedForIt() {
        dead.mark(hop(1), 0, 0);
        var other = new Hop(hop(1).address(), 5060, Transport.UDP, "other.test");
        assertTrue(dead.isDead(other, 0));
        assertFalse(dead.isDead(new Hop(hop(1).address(), 5060, Transport.TCP, ""), 0));
    }

    @Test
    void weightsShareTheLoadWithinATier() {
        var servers =
                new Servers(
                        List.of(
                                new Servers.Tier(
                                        List.of(
                                                new Servers.Server(0, hops(1)),
                                                new Servers.Server(10, hops(2)),
                                                new Servers.Server(30, hops(3)))),
                                new Servers.Tier(List.of(new Servers.Server(99, hops(4))))),
                        60);
        var random = new Random(7);
        int[] first = new int[5];
        for (int i = 0; i < 4100; i++) {
            List<Hop> order = servers.order(random, Optional.empty());
            assertEquals(4, order.size());
            assertEquals(hop(4), order.getLast());
            first[order.getFirst().address().getAddress()[3]]++;
        }
        // 1 of 41 for the dice's 0, then 10 and 30.
        assertEquals(100, first[1], 40);
        assertEquals(1000, first[2], 120);
        assertEquals(3000, first[3], 120);
    }

    @Test
    void whoIsPreferredIsSoAmongItsEqualsOnly() {
        var servers =
                new Servers(
                        List.of(
                                new Servers.Tier(
                                        List.of(
                                                new Servers.Server(1, hops(1)),
                                                new Servers.Server(60_000, hops(2)))),
                                new Servers.Tier(List.of(new Servers.Server(1, hops(3))))),
                        60);
        var random = new Random(7);
        assertEquals(hops(1, 2, 3), servers.order(random, Optional.of(hop(1))));
        assertEquals(hop(3), servers.order(random, Optional.of(hop(3))).getLast());
        assertEquals(3, servers.order(random, Optional.of(hop(9))).size());
    }

    @Test
    void whatDnsSaidIsForgottenWhenItsTimeIsOverAndWhenThereIsTooMuch() {
        var cache = new ServerCache(2);
        var target = new Target("a.test", -1, Optional.empty());
        var servers = new Servers(List.of(), 60);
        cache.putOrEvict(target, servers, 0);
        assertEquals(Optional.of(servers), cache.get(target, 60 * SECOND - 1));
        assertEquals(Optional.empty(), cache.get(target, 60 * SECOND));
        assertEquals(0, cache.size());
        for (String host : new String[] {"a.test", "b.test", "c.test"}) {
            cache.putOrEvict(new Target(host, -1, Optional.empty()), servers, 0);
        }
        assertEquals(2, cache.size());
        assertEquals(Optional.empty(), cache.get(target, 0));
    }
}
