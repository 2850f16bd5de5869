package org.offhook.media.dtls;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.offhook.media.srtp.DtlsTerms;

/** A handshake with ourselves, so that the first peer's does not wait for classes to load. */
public final class Rehearsal {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Rehearsal() {}

    /** Returns when it is done; whether it went well is seen in the calls that follow. */
    public static void hold(DtlsIdentity identity) {
        var bell = new Semaphore(0);
        try (DtlsAssociation passive = start(identity, false, bell);
                DtlsAssociation active = start(identity, true, bell)) {
            boolean goesOn = true;
            while (goesOn && !(passive.isSettled() && active.isSettled())) {
                goesOn = bell.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                pass(active, passive);
                pass(passive, active);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static DtlsAssociation start(DtlsIdentity identity, boolean active, Semaphore bell) {
        var terms = new DtlsTerms(active, List.of(identity.fingerprint()), 1);
        return DtlsAssociation.start("dtls-rehearsal", identity, terms, PATIENCE, bell::release);
    }

    private static void pass(DtlsAssociation from, DtlsAssociation to) {
        for (byte[] each = from.toSend(); each != null; each = from.toSend()) {
            to.came(each, each.length);
        }
    }
}
