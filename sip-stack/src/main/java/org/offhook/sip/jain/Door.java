package org.offhook.sip.jain;

import gov.nist.javax.sip.message.SIPRequest;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.offhook.sip.Callers;
import org.offhook.sip.machine.AddressRange;
import org.offhook.sip.machine.CallerCheck;
import org.offhook.sip.machine.Nonces;

/** Asks each new call whether it may come in. For any thread. */
final class Door {
    private final CallerCheck check;

    /** Where our lines are registered, and how many: a PBX cannot prove to be a caller. */
    private final Map<InetAddress, Integer> registrars = new ConcurrentHashMap<>();

    private volatile Predicate<String> known = unused -> true;

    Door(Callers callers) {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        List<AddressRange> trusted = callers.trusted().stream().map(AddressRange::parse).toList();
        this.check = new CallerCheck(trusted, callers.passwords(), new Nonces(key));
    }

    void answersFor(Predicate<String> user) {
        known = user;
    }

    /** Who would be answered, by the user part of a URI. */
    boolean knows(String user) {
        return known.test(user);
    }

    void trust(InetAddress registrar) {
        registrars.merge(registrar, 1, Integer::sum);
    }

    void distrust(InetAddress registrar) {
        registrars.computeIfPresent(registrar, (unused, lines) -> lines == 1 ? null : lines - 1);
    }

    /** True for our registrars and the addresses that are configured as trusted. */
    boolean isTrusted(InetAddress source) {
        return registrars.containsKey(source) || check.isTrusted(source);
    }

    CallerCheck.Verdict verdict(SIPRequest invite) {
        InetAddress source = invite.getPeerPacketSourceAddress();
        if (registrars.containsKey(source)) {
            return new CallerCheck.Verdict.Welcome();
        }
        String name = invite.getCallId().getCallId() + " " + invite.getCSeq().getSeqNumber();
        var attempt =
                new CallerCheck.Attempt(
                        source, invite.getMethod(), name, Messages.values(invite, "Authorization"));
        return check.verdict(attempt, System.currentTimeMillis());
    }
}
