package org.offhook.sip.jain;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.sip.ServerTransaction;
import javax.sip.address.SipURI;
import javax.sip.address.TelURL;
import javax.sip.address.URI;
import javax.sip.message.Response;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.sip.Call;
import org.offhook.sip.CallListener;
import org.offhook.sip.Invite;
import org.offhook.sip.Transport;
import org.offhook.sip.machine.SessionTimer;

/** An INVITE that waits for the application's word. Owned by the {@code sip} thread. */
final class JainInvite implements Invite, DialogUser {
    private static final Logger LOG = LogManager.getLogger(JainInvite.class);

    /** Who somebody is, said by a network that must be trusted to know (RFC 3325 §5, RFC 5806). */
    private static final Set<String> VOUCHED_FOR =
            Set.of("p-asserted-identity", "remote-party-id", "diversion", "history-info");

    private sealed interface State {
        record Offered(Runnable onCancelled) implements State {}

        record Answered() implements State {}

        record Refused() implements State {}

        record Cancelled() implements State {}
    }

    /**
     * What the INVITE told us, checked.
     *
     * @param offer length 0 for a delayed offer
     * @param replaces not a refusal
     */
    record Facts(
            byte[] offer,
            InetAddress local,
            SipURI contact,
            SessionTimer.Verdict timer,
            Replacing.Verdict replaces) {}

    private final Core core;
    private final Replies invite;
    private final Slot slot;
    private final Facts facts;
    private final Dialog dialog;
    private final Optional<JainLine> line;
    private final SipThread.Wake limit;
    private final Ringing ringing;
    private State state = new State.Offered(() -> {});

    JainInvite(Core core, Replies invite, Slot slot, Facts facts, Optional<JainLine> line) {
        this.core = core;
        this.invite = invite;
        this.slot = slot;
        this.facts = facts;
        this.line = line;
        this.dialog =
                Dialog.called(core.messages(), invite.request(), invite.tag(), facts.contact());
        this.limit = core.thread().wakeAfterMillis(core.timers().ringing(), this::overdue);
        this.ringing = new Ringing(core, invite, facts.contact(), this::unconfirmed);
        core.calls().putOffered(invite.request(), this);
        core.calls().put(callId(), tag(), this);
        LOG.debug("call {}: offered by {} for {}", callId(), callerUser(), calledUser());
    }

    String tag() {
        return invite.tag();
    }

    @Override
    public String callId() {
        return dialog.callId();
    }

    @Override
    public String calledUser() {
        return decoded(user(invite.request().getRequestURI()));
    }

    @Override
    public String callerUser() {
        return decoded(user(invite.request().getFrom().getAddress().getURI()));
    }

    @Override
    public String callerName() {
        String shown = invite.request().getFrom().getAddress().getDisplayName();
        return shown == null ? "" : shown.strip();
    }

    @Override
    public String header(String name) {
        boolean vouched = VOUCHED_FOR.contains(name.toLowerCase(Locale.ROOT));
        InetAddress source = invite.request().getPeerPacketSourceAddress();
        if (vouched && !core.door().isTrusted(source)) {
            return "";
        }
        return Messages.values(invite.request(), name).stream().findFirst().orElse("");
    }

    /** Percent escapes of a URI (RFC 3261 §25.1) as characters; a broken one stays as it is. */
    private static String decoded(String user) {
        try {
            return URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException brokenEscape) {
            return user;
        }
    }

    /** Empty for a URI without one. */
    static String user(URI uri) {
        return switch (uri) {
            case SipURI sip -> Optional.ofNullable(sip.getUser()).orElse("");
            case TelURL tel -> (tel.isGlobal() ? "+" : "") + tel.getPhoneNumber();
            default -> "";
        };
    }

    @Override
    public InetAddress localAddress() {
        return facts.local();
    }

    @Override
    public byte[] offer() {
        return facts.offer().clone();
    }

    @Override
    public void ring() {
        core.thread().submitOrWait(this::sendRinging);
    }

    private void sendRinging() {
        if (state instanceof State.Offered) {
            ringing.send(facts.offer().length > 0);
        }
    }

    @Override
    public Call answer(byte[] sdp, CallListener listener) {
        JainCall call = new JainCall(core, dialog, listener, line);
        byte[] copy = sdp.clone();
        core.thread().submitOrWait(() -> accept(call, copy));
        return call;
    }

    private void accept(JainCall call, byte[] sdp) {
        switch (state) {
            case State.Offered _ -> {
                state = new State.Answered();
                limit.cancel();
                ringing.onAnswered();
                SIPResponse ok = invite.make(Response.OK);
                core.messages().addContact(ok, facts.contact());
                core.messages().addAbilities(ok);
                core.messages().addSdp(ok, sdp);
                core.counters().answered.increment();
                LOG.debug("call {}: answered", callId());
                call.answered(
                        invite,
                        ok,
                        sdp,
                        new JainCall.Terms(facts.offer(), facts.timer(), slot, ringing));
                if (facts.replaces() instanceof Replacing.Verdict.Of(JainCall old)) {
                    LOG.info("call {}: takes the place of {}", callId(), old.id());
                    old.replaced();
                }
            }
            case State.Cancelled() -> call.neverWas("the caller gave up before the answer");
            case State.Answered(), State.Refused() -> call.neverWas("the call was over already");
        }
    }

    @Override
    public void reject(int status) {
        requireRefusal(status);
        core.thread().submitOrWait(() -> refuse(invite.make(status)));
    }

    @Override
    public void reject(int status, Duration retryAfter) {
        requireRefusal(status);
        SIPResponse refusal = invite.make(status);
        core.messages().addRetryAfter(refusal, Math.max(1, retryAfter.toSeconds()));
        core.thread().submitOrWait(() -> refuse(refusal));
    }

    private static void requireRefusal(int status) {
        if (status < 400 || status > 699) {
            throw new IllegalArgumentException("a refusal is 4xx to 6xx: " + status);
        }
    }

    private void refuse(SIPResponse refusal) {
        if (state instanceof State.Offered) {
            core.counters().rejected.increment();
            LOG.info("call {}: refused with {}", callId(), refusal.getStatusCode());
            over(new State.Refused(), refusal);
        }
    }

    private void overdue() {
        refuse(invite.make(Response.TEMPORARILY_UNAVAILABLE));
    }

    /** No PRACK for our 180 (RFC 3262 §3). */
    private void unconfirmed() {
        LOG.info("call {}: the caller required PRACK, and sent none", callId());
        refuse(invite.make(Response.SERVER_TIMEOUT));
    }

    private void over(State last, SIPResponse refusal) {
        state = last;
        limit.cancel();
        ringing.stop();
        invite.send(refusal);
        core.calls().removeOffered(invite.request());
        core.calls().remove(callId(), tag());
        slot.free();
    }

    @Override
    public void onCancelled(Runnable cancelled) {
        core.thread()
                .submitOrWait(() -> {
                    switch (state) {
                        case State.Offered _ -> state = new State.Offered(cancelled);
                        case State.Cancelled() -> cancelled.run();
                        case State.Answered(), State.Refused() -> {}
                    }
                });
    }

    /** CANCEL, or a BYE in the early dialog. */
    void onCancel(SIPRequest why) {
        if (state instanceof State.Offered(Runnable cancelled)) {
            core.counters().cancelled.increment();
            LOG.info("call {}: cancelled by {}", callId(), JainCall.reason(why, "the caller"));
            over(new State.Cancelled(), invite.make(Response.REQUEST_TERMINATED));
            cancelled.run();
        }
    }

    @Override
    public void onRequest(Replies early) {
        switch (early.request().getMethod()) {
            case "BYE" -> {
                early.send(Response.OK);
                onCancel(early.request());
            }
            case "OPTIONS", "INFO" -> early.send(Response.OK);
            case "UPDATE", "INVITE" -> tooEarly(early);
            case "PRACK" -> ringing.onPrack(early);
            default -> InDialog.refuseMethod(early);
        }
    }

    /** Its first offer has no answer yet (RFC 3311 §5.2, RFC 3261 §14.2). */
    static void tooEarly(Replies early) {
        SIPResponse refusal = early.make(Response.SERVER_INTERNAL_ERROR);
        Messages messages = early.core().messages();
        messages.addRetryAfter(refusal, messages.randomBelow(10));
        early.send(refusal);
    }

    @Override
    public void onAck(SIPRequest ack) {}

    @Override
    public void leave() {
        refuse(invite.make(Response.SERVICE_UNAVAILABLE));
    }

    /** Left already. */
    @Override
    public void abandon() {}

    /** Checks a new INVITE and tells the application, or refuses it. */
    static Optional<JainInvite> of(Core core, Calls.Offered offered, Optional<JainLine> line) {
        SIPRequest request = offered.request();
        ServerTransaction transaction = offered.transaction();
        var invite = new Replies(core, transaction, request, core.messages().token());
        Optional<SeenAs> seenAs =
                line.flatMap(one -> one.seenAsBy(request.getPeerPacketSourceAddress()));
        Optional<Facts> facts = check(core, invite, seenAs);
        if (facts.isEmpty()) {
            core.counters().rejected.increment();
            offered.slot().free();
            return Optional.empty();
        }
        return Optional.of(new JainInvite(core, invite, offered.slot(), facts.get(), line));
    }

    private static Optional<Facts> check(Core core, Replies invite, Optional<SeenAs> seenAs) {
        SIPRequest request = invite.request();
        Messages messages = core.messages();
        Optional<byte[]> offer = Bodies.sdp(request);
        var timer =
                SessionTimer.negotiate(
                        Messages.value(request, "Session-Expires"), supportsTimer(request));
        Replacing.Verdict replaces = Replacing.verdict(core.calls(), request);
        if (core.calls().wasOffered(request)) {
            invite.send(Response.LOOP_DETECTED);
        } else if (Dialog.target(request).isEmpty()) {
            invite.send(Response.BAD_REQUEST);
        } else if (invite.refusesExtension()) {
            LOG.debug("call {}: required an unknown extension", request.getCallId().getCallId());
        } else if (offer.isEmpty()) {
            invite.refuseBody("application/sdp");
        } else if (!takesSdp(request)) {
            invite.send(Response.NOT_ACCEPTABLE);
        } else if (replaces instanceof Replacing.Verdict.Refused(int status)) {
            invite.send(status);
        } else if (timer instanceof SessionTimer.Verdict.TooSmall) {
            InDialog.refuseInterval(invite);
        } else {
            InetAddress local = messages.localToward(request.getPeerPacketSourceAddress());
            SipURI contact =
                    messages.contact(
                            user(request.getRequestURI()),
                            LocalAddress.text(local),
                            InDialog.transport(request));
            if (InDialog.transport(request) == Transport.UDP) {
                seenAs.ifPresent(seen -> seen.write(contact));
            }
            return Optional.of(new Facts(offer.get(), local, contact, timer, replaces));
        }
        return Optional.empty();
    }

    /** An answer to an INVITE is SDP; who says that it takes none cannot be answered. */
    private static boolean takesSdp(SIPRequest request) {
        return request.getHeader("Accept") == null
                || Messages.listed(request, "Accept").stream()
                        .map(range -> range.split(";")[0].strip())
                        .anyMatch(Set.of("application/sdp", "application/*", "*/*")::contains);
    }

    static boolean supportsTimer(SIPRequest request) {
        return Messages.listed(request, "Supported").contains("timer")
                || Messages.listed(request, "Require").contains("timer");
    }
}
