package org.offhook.sip.jain;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPMessageValve;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import javax.sip.SipException;
import javax.sip.SipProvider;
import javax.sip.SipStack;
import javax.sip.message.Response;
import org.offhook.sip.machine.CallerCheck;
import org.offhook.sip.machine.RefusalLimit;
import org.offhook.sip.machine.Scanners;

/**
 * Answers all that needs no memory, on JAIN-SIP's own threads, before a transaction exists (RFC
 * 3261 §8.2.7): probes, scanners, requests for calls we do not have, and calls we have no room for.
 */
final class Admission implements SIPMessageValve {
    /** A PBX that looks whether we are there asks every few seconds. */
    private static final int REFUSALS_PER_SECOND = 20;

    private final SIPTransactionStack stack;
    private final SipProvider provider;
    private final Messages messages;
    private final Calls calls;
    private final Room room;
    private final Door door;
    private final Counters counters;
    private final RefusalLimit refusals = new RefusalLimit(REFUSALS_PER_SECOND);
    private final AbuseLog abuse = new AbuseLog();

    Admission(SIPTransactionStack stack, SipProvider provider, Core core) {
        this.stack = stack;
        this.provider = provider;
        this.messages = core.messages();
        this.calls = core.calls();
        this.room = core.room();
        this.door = core.door();
        this.counters = core.counters();
    }

    /** True lets the request in. */
    @Override
    public boolean processRequest(SIPRequest request, MessageChannel channel) {
        if (stack.findTransaction(request, true) != null) {
            return true; // a retransmission, or the ACK of a refusal
        }
        if (Scanners.isOne(Messages.value(request, "User-Agent"))) {
            counters.ignored.increment();
            abuse.tell(request.getPeerPacketSourceAddress(), "scanner");
            return false;
        }
        int refusal = FirstLook.refusal(request);
        if (refusal != 0) {
            counters.malformed.increment();
            if (!request.getMethod().equals("ACK")) {
                reply(request, channel, refusal);
            }
            return false;
        }
        return switch (request.getMethod()) {
            case "INVITE" ->
                    request.getToTag() == null
                            ? newCall(request, channel)
                            : known(request, channel);
            case "CANCEL" -> cancel(request, channel);
            case "ACK" -> calls.has(request);
            default ->
                    request.getToTag() == null ? probe(request, channel) : known(request, channel);
        };
    }

    private boolean newCall(SIPRequest request, MessageChannel channel) {
        if (!room.isFull() && !room.isDraining()) {
            return mayCall(request, channel);
        }
        counters.invites.increment();
        counters.refused.increment();
        refuseForNow(request, channel);
        return false;
    }

    private boolean mayCall(SIPRequest request, MessageChannel channel) {
        SIPResponse refusal =
                switch (door.verdict(request)) {
                    case CallerCheck.Verdict.Welcome() -> null;
                    case CallerCheck.Verdict.Forbidden() -> make(request, Response.FORBIDDEN);
                    case CallerCheck.Verdict.Prove(List<String> challenges) -> {
                        SIPResponse unproved = make(request, Response.UNAUTHORIZED);
                        challenges.forEach(
                                each -> Messages.add(unproved, "WWW-Authenticate", each));
                        yield unproved;
                    }
                };
        if (refusal == null) {
            return true;
        }
        counters.invites.increment();
        counters.unproved.increment();
        InetAddress source = request.getPeerPacketSourceAddress();
        if (refusal.getStatusCode() == Response.FORBIDDEN) {
            abuse.tell(source, "call from an untrusted address");
            send(refusal, channel, request);
        } else if (request.getHeader("Authorization") != null) {
            abuse.tell(source, "call with a wrong password");
            send(refusal, channel, request);
        } else {
            send(refusal, channel); // the first step of every caller
        }
        return false;
    }

    private boolean known(SIPRequest request, MessageChannel channel) {
        if (calls.has(request)) {
            return true;
        }
        counters.stray.increment();
        reply(request, channel, Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        return false;
    }

    private boolean cancel(SIPRequest request, MessageChannel channel) {
        if (stack.findCancelTransaction(request, true) != null) {
            return true;
        }
        counters.stray.increment();
        reply(request, channel, Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        return false;
    }

    private boolean probe(SIPRequest request, MessageChannel channel) {
        counters.stray.increment();
        switch (request.getMethod()) {
            case "OPTIONS" -> options(request, channel);
            // Unsolicited news, such as waiting messages: take it politely, or the PBX repeats it.
            case "NOTIFY" -> reply(request, channel, Response.OK);
            default -> {
                SIPResponse refusal = make(request, Response.METHOD_NOT_ALLOWED);
                Messages.add(refusal, "Allow", Messages.ALLOW);
                send(refusal, channel, request);
            }
        }
        return false;
    }

    /** Answers as an INVITE would be answered (§11.2); a proxy in front then routes around us. */
    private void options(SIPRequest request, MessageChannel channel) {
        Set<String> missing = Messages.unsupported(request);
        if (!missing.isEmpty()) {
            SIPResponse refusal = make(request, Response.BAD_EXTENSION);
            Messages.add(refusal, "Unsupported", String.join(", ", missing));
            send(refusal, channel, request);
            return;
        }
        if (room.isDraining()) {
            refuseForNow(request, channel);
            return;
        }
        String user = JainInvite.user(request.getRequestURI());
        if (!user.isEmpty() && !door.knows(user)) {
            reply(request, channel, Response.NOT_FOUND);
            return;
        }
        SIPResponse ok = make(request, Response.OK);
        messages.addAbilities(ok);
        send(ok, channel);
    }

    private void refuseForNow(SIPRequest request, MessageChannel channel) {
        SIPResponse refusal = make(request, Response.SERVICE_UNAVAILABLE);
        messages.addRetryAfter(refusal, messages.retryAfterSeconds());
        send(refusal, channel);
    }

    private void reply(SIPRequest request, MessageChannel channel, int status) {
        send(make(request, status), channel, request);
    }

    /** Retransmissions must get the same tag, so it comes from the request. */
    private SIPResponse make(SIPRequest request, int status) {
        return messages.response(request, status, Integer.toHexString(tagSource(request)));
    }

    private static int tagSource(SIPRequest request) {
        String branch = request.getTopmostVia().getBranch();
        return (request.getCallId().getCallId() + branch).hashCode();
    }

    /** A refusal, unless this source has had its share of them. */
    private void send(SIPResponse refusal, MessageChannel channel, SIPRequest request) {
        InetAddress source = request.getPeerPacketSourceAddress();
        if (refusals.countOrIgnore(source, System.nanoTime() / 1_000_000)) {
            send(refusal, channel);
        } else {
            counters.ignored.increment();
        }
    }

    private void send(SIPResponse response, MessageChannel channel) {
        try {
            if (channel.isReliable()) {
                channel.sendMessage(response);
            } else {
                provider.sendResponse(response); // minds received and rport (RFC 3581)
            }
        } catch (SipException | IOException unreachable) {
            // Nobody there to tell, and nothing was promised.
            counters.dropped.increment();
        }
    }

    @Override
    public boolean processResponse(Response response, MessageChannel channel) {
        return true;
    }

    @Override
    public void init(SipStack unused) {}

    @Override
    public void destroy() {}
}
