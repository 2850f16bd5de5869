package org.offhook.media.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.offhook.media.srtp.DtlsTerms;
import org.offhook.media.srtp.Fingerprint;
import org.offhook.media.srtp.SrtpSuite;

/** Handshakes in memory, over a network that loses, repeats and turns around. */
@Timeout(300)
class DtlsAssociationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int MOST_IN_BAD_WEATHER = 40;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final DtlsIdentity HERE = DtlsIdentity.create(RANDOM);
    private static final DtlsIdentity THERE = DtlsIdentity.create(RANDOM);

    private final Semaphore bell = new Semaphore(0);
    private final List<byte[]> sent = new ArrayList<>();
    private DtlsAssociation passive;
    private DtlsAssociation active;

    private void start(Fingerprint expectedHere, Fingerprint expectedThere, Duration patience) {
        passive = start(HERE, new DtlsTerms(false, List.of(expectedHere), 1), patience);
        active = start(THERE, new DtlsTerms(true, List.of(expectedThere), 1), patience);
    }

    private DtlsAssociation start(DtlsIdentity who, DtlsTerms terms, Duration patience) {
        return DtlsAssociation.start("test", who, terms, patience, bell::release);
    }

    @AfterEach
    void end() {
        passive.close();
        active.close();
    }

    /** What a network does to the datagrams that are on their way together. */
    private interface Network {
        void change(List<byte[]> datagrams, boolean fromPassive);
    }

    private static final Network FAIR = (datagrams, fromPassive) -> {};

    private void talk(Network network) throws InterruptedException {
        while (!(passive.isSettled() && active.isSettled())) {
            assertTrue(bell.tryAcquire(60, TimeUnit.SECONDS), "both are silent");
            carry(false, network);
            carry(true, network);
        }
    }

    private void carry(boolean fromPassive, Network network) {
        DtlsAssociation from = fromPassive ? passive : active;
        DtlsAssociation to = fromPassive ? active : passive;
        List<byte[]> under = new ArrayList<>();
        for (byte[] each = from.toSend(); each != null; each = from.toSend()) {
            under.add(each);
        }
        network.change(under, fromPassive);
        sent.addAll(under);
        under.forEach(each -> to.came(each, each.length));
    }

    private void haveTheSameKeys() {
        assertNull(passive.failure());
        assertNull(active.failure());
        assertEquals(passive.keys().ours(), active.keys().theirs());
        assertEquals(passive.keys().theirs(), active.keys().ours());
        assertNotEquals(passive.keys().ours(), passive.keys().theirs());
        assertEquals(SrtpSuite.AES_CM_128_HMAC_SHA1_80, passive.keys().ours().suite());
    }

    @Test
    void bothEndsGetTheSameKeysEachForItsDirection() throws Exception {
        start(THERE.fingerprint(), HERE.fingerprint(), PATIENCE);
        talk(FAIR);
        haveTheSameKeys();
        assertTrue(sent.stream().allMatch(each -> each[0] >= 20 && each[0] <= 63));
        assertTrue(sent.stream().allMatch(each -> each.length <= 1_200));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aNetworkThatLosesRepeatsAndTurnsAroundOnlyDelaysIt(long seed) throws Exception {
        var random = new Random(seed);
        start(THERE.fingerprint(), HERE.fingerprint(), PATIENCE);
        talk((datagrams, fromPassive) -> {
            // Bad for a while only, since each repetition waits twice as long.
            if (sent.size() > MOST_IN_BAD_WEATHER) {
                return;
            }
            datagrams.removeIf(each -> random.nextInt(100) < 20);
            if (!datagrams.isEmpty() && random.nextBoolean()) {
                datagrams.add(datagrams.get(random.nextInt(datagrams.size())));
            }
            for (int i = 1; i < datagrams.size(); i++) {
                if (random.nextInt(100) < 20) {
                    Collections.swap(datagrams, i - 1, i);
                }
            }
        });
        haveTheSameKeys();
    }

    /** What comes after it may have come: a library's fault that would end in a time-out. */
    @Test
    void theMessageThatProvesTheCertificateMayBeLost() throws Exception {
        start(THERE.fingerprint(), HERE.fingerprint(), PATIENCE);
        boolean[] lost = {false};
        talk((datagrams, fromPassive) -> {
            if (!fromPassive && !lost[0]) {
                lost[0] = datagrams.removeIf(each -> each[0] == 22 && each[13] == 15);
            }
        });
        assertTrue(lost[0], "there was none");
        haveTheSameKeys();
    }

    @Test
    void aServerThatIsNotWhomSdpAnnouncedIsRefused() throws Exception {
        start(THERE.fingerprint(), THERE.fingerprint(), PATIENCE);
        talk(FAIR);
        assertNull(active.keys());
        assertNull(passive.keys());
        assertTrue(active.failure().contains("fingerprint"), active.failure());
        assertTrue(passive.failure().contains("bad_certificate"), passive.failure());
    }

    @Test
    void aClientThatIsNotWhomSdpAnnouncedIsRefused() throws Exception {
        start(HERE.fingerprint(), HERE.fingerprint(), PATIENCE);
        talk(FAIR);
        assertNull(active.keys());
        assertNull(passive.keys());
        assertTrue(passive.failure().contains("fingerprint"), passive.failure());
    }

    @Test
    void aPeerThatSaysNothingIsGivenUp() throws Exception {
        start(THERE.fingerprint(), HERE.fingerprint(), Duration.ofMillis(300));
        talk((datagrams, fromPassive) -> datagrams.clear());
        assertNull(active.keys());
        assertNull(passive.keys());
    }

    /** The last flight may be lost: the client then repeats its own, to one that has its keys. */
    @Test
    void whoHasKeysStillAnswersWhoHasNone() throws Exception {
        start(THERE.fingerprint(), HERE.fingerprint(), PATIENCE);
        int[] lost = {0};
        talk((datagrams, fromPassive) -> {
            if (fromPassive && active.keys() == null && lost[0] < 3) {
                int before = datagrams.size();
                datagrams.removeIf(each -> each[0] == 20 || each[4] == 1);
                lost[0] += before - datagrams.size();
            }
        });
        assertTrue(lost[0] >= 2, "change of cipher and what follows were not lost");
        haveTheSameKeys();
    }

    @Test
    void noiseBetweenTheRecordsChangesNothing() throws Exception {
        var random = new Random(8);
        start(THERE.fingerprint(), HERE.fingerprint(), PATIENCE);
        talk((datagrams, fromPassive) -> {
            byte[] noise = new byte[1 + random.nextInt(60)];
            random.nextBytes(noise);
            // As it would look if it passed the first look at it; never of a right version.
            noise[0] = 22;
            datagrams.add(0, noise);
        });
        haveTheSameKeys();
    }

    @Test
    void moreThanItCanHoldIsRefused() {
        start(THERE.fingerprint(), HERE.fingerprint(), PATIENCE);
        passive.close();
        int taken = 0;
        while (taken < 1_000 && passive.came(new byte[13], 13)) {
            taken++;
        }
        assertTrue(taken < 100, taken + " datagrams wait");
        assertFalse(passive.came(new byte[13], 13));
    }
}
