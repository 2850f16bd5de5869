package org.offhook.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.offhook.tests.peer.Baresip;
import org.offhook.tests.peer.Dictation;
import org.offhook.tests.peer.Loopback;
import org.offhook.tests.peer.OffhookProcess;
import org.offhook.tests.peer.Sound;
import org.offhook.tests.peer.Switchboard;
import org.offhook.tests.peer.Waiting;

/**
 * Callers who want a person, at a real PBX: caller and person are softphones of their own, and what
 * they hear of each other is listened to.
 *
 * @param offhook has an extension there, with the agent of {@code desk}
 * @param pbx where all of them are registered
 * @param folder for all that the phones keep
 */
record TransferScene(
        Switchboard desk,
        OffhookProcess offhook,
        InetSocketAddress pbx,
        String offhooksExtension,
        Path folder) {
    private static final AtomicInteger PHONES = new AtomicInteger();
    private static final String WISH = "My purple piano is out of tune.";
    private static final String PERSON_SAYS = "Please bring seventeen yellow bananas tomorrow.";

    /** Of words that were said, on a line whose machine is busy; others share a word at most. */
    private static final double KNOWN = 0.5;

    private static final double AUDIBLE = 0.01;

    /** An extension of the PBX and its password. */
    record Extension(String user, String password) {}

    /**
     * @param how a name of the agent's {@code transfers} that leads to {@code person}
     * @param isTold what it is about
     * @param isBlind nobody asks the person before
     */
    void callerAndPersonHearEachOther(
            String how, boolean isTold, boolean isBlind, Extension callers, Extension persons)
            throws Exception {
        desk.callersSay(WISH, how);
        long before = transferred();
        try (var person = phone(persons, PERSON_SAYS, true);
                var caller = phone(callers, WISH, true)) {
            caller.dial(uri(offhooksExtension));
            caller.awaitEstablished();
            person.awaitEstablished();
            // Called by the PBX itself, the person is there only when the caller has been passed
            // on.
            Waiting.until("a transfer", () -> isBlind || transferred() > before);
            caller.awaitMore(Duration.ofSeconds(14));
            person.awaitHeard(Duration.ofSeconds(10));
            caller.hangUp();
            caller.awaitEnded();
            person.awaitEnded();
            try (Dictation dictation = Dictation.open()) {
                String byCaller = dictation.of(caller.heard().last(Duration.ofSeconds(10)));
                assertTrue(
                        Dictation.share(PERSON_SAYS, byCaller) >= KNOWN,
                        () -> "the caller heard: " + byCaller + offhook.log());
                Sound heard = person.heard();
                String byPerson = dictation.of(heard.last(Duration.ofSeconds(10)));
                assertTrue(
                        Dictation.share(WISH, byPerson) >= KNOWN,
                        () -> "the person heard: " + byPerson + offhook.log());
                String first =
                        dictation.of(
                                person.heardFirst().from(Duration.ZERO, Duration.ofSeconds(8)));
                double told = Dictation.share(Switchboard.SUMMARY, first);
                assertEquals(isTold, told >= KNOWN, first);
            }
        }
    }

    /** The transfer ends with that status, and the caller goes on with the agent. */
    void whomNobodyTakesComesBackAndIsKnown(String whom, int status, Extension callers)
            throws Exception {
        desk.callersSay(WISH, whom);
        String end = "The transfer ended with SIP status " + status;
        try (var caller = phone(callers, WISH, true)) {
            caller.dial(uri(offhooksExtension));
            caller.awaitEstablished();
            desk.awaitRequestWith(end);
            Duration back = caller.heardSoFar();
            caller.awaitMore(Duration.ofSeconds(10));
            caller.hangUp();
            caller.awaitEnded();
            Sound heard = caller.heard().from(back, Duration.ofHours(1));
            assertTrue(heard.louderThan(AUDIBLE).toMillis() > 200, "the agent is there again");
        }
        assertTrue(desk.requestsWith(end, Switchboard.CONNECTS) > 0, "what was said is known");
    }

    /** Speaks now and then, without end. */
    Baresip phone(Extension who, String says, boolean answers) throws Exception {
        String name = who.user() + "-" + PHONES.incrementAndGet();
        Path home = Files.createDirectory(folder.resolve(name));
        Sound words =
                Sound.spoken(says, home).between(Duration.ofSeconds(1), Duration.ofSeconds(4));
        var account =
                new Baresip.Account(who.user(), who.password(), pbx, "udp", Baresip.Codec.PCMU);
        Sound again = words.times(60);
        return (answers
                        ? Baresip.start(account, again, home)
                        : Baresip.thatOnlyRings(account, again, home))
                .awaitRegistered();
    }

    private String uri(String extension) {
        return "sip:" + extension + "@" + Loopback.text(pbx);
    }

    private long transferred() {
        return offhook.log().lines().filter(line -> line.contains("transferred")).count();
    }
}
