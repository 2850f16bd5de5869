package org.offhook.server.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.offhook.server.doctor.Findings.Asked;
import org.offhook.server.doctor.Findings.End;
import org.offhook.server.doctor.Findings.Hold;
import org.offhook.server.doctor.Findings.Keys;
import org.offhook.server.doctor.Findings.SelfCall;
import org.offhook.server.doctor.Findings.Transfer;
import org.offhook.server.doctor.Findings.Way;

/** Says what findings mean. Pure; used once, by one thread. */
public final class Diagnosis {
    private static final int NOT_ACCEPTABLE_HERE = 488;
    private static final int METHOD_NOT_ALLOWED = 405;

    private final Findings findings;
    private final Pbx pbx;
    private final List<Verdict> verdicts = new ArrayList<>();

    private Diagnosis(Findings findings) {
        this.findings = findings;
        this.pbx = Pbx.of(findings.asked().product());
    }

    /** One verdict for each check, in the order of a call. */
    public static List<Verdict> of(Findings findings) {
        var diagnosis = new Diagnosis(findings);
        diagnosis.registration();
        diagnosis.options();
        diagnosis.address();
        findings.call().ifPresentOrElse(diagnosis::call, diagnosis::noCall);
        return List.copyOf(diagnosis.verdicts);
    }

    private void pass(String name, String what) {
        verdicts.add(Verdict.pass(name, what));
    }

    private void warn(String name, String what, Ailment ailment) {
        verdicts.add(Verdict.warn(name, what, Remedies.of(ailment, pbx)));
    }

    private void fail(String name, String what, Ailment ailment) {
        verdicts.add(Verdict.fail(name, what, Remedies.of(ailment, pbx)));
    }

    private void registration() {
        String where = findings.setup().registrar();
        if (findings.registered().isEmpty()) {
            pass("registration", "registered at " + where);
            return;
        }
        String why = findings.registered().get();
        fail("registration", "not registered at " + where + ": " + why, registrationAilment(why));
    }

    private Ailment registrationAilment(String why) {
        if (why.contains("password")) {
            return Ailment.WRONG_PASSWORD;
        }
        if (why.startsWith("404") || why.startsWith("403")) {
            return Ailment.NO_SUCH_USER;
        }
        return why.matches("[1-6]\\d\\d .*") ? Ailment.NOT_REGISTERED : Ailment.UNREACHABLE;
    }

    private void options() {
        Asked asked = findings.asked();
        if (asked.status() == 0) {
            warn("OPTIONS", "no answer to OPTIONS: " + asked.product(), Ailment.NO_OPTIONS);
            return;
        }
        String who =
                asked.product().isEmpty() ? "a PBX that does not say what it is" : asked.product();
        pass("OPTIONS", "answered with %d by %s".formatted(asked.status(), who));
    }

    /** Whether NAT is between us, and whether we know. */
    private void address() {
        Asked asked = findings.asked();
        String told = findings.setup().externalAddress();
        if (asked.seenAs().isEmpty()) {
            verdicts.add(Verdict.skipped("address", "the PBX did not say where it sees us"));
        } else if (asked.seenAs().equals(asked.sentFrom())) {
            pass("address", "seen as " + asked.seenAs() + ", no NAT in between");
        } else if (told.isEmpty() && Addresses.isPrivate(Addresses.host(asked.sentFrom()))) {
            warn(
                    "address",
                    "NAT: we are %s, the PBX sees %s; SIP is mended by itself, but our audio address"
                                    .formatted(asked.sentFrom(), asked.seenAs())
                            + " stays one that only this side can reach",
                    Ailment.PRIVATE_AUDIO_OURS);
        } else {
            pass("address", "seen as " + asked.seenAs() + ", told as " + asked.sentFrom());
        }
    }

    private void noCall() {
        for (String name : List.of("call", "audio", "codec", "keys", "hold", "transfer")) {
            verdicts.add(Verdict.skipped(name, "needs a registration"));
        }
    }

    private void call(SelfCall call) {
        if (call.placed().isEmpty() || call.called().isEmpty()) {
            unanswered(call);
            return;
        }
        pass("call", "the line called itself through " + pbx + " and was answered");
        audio("audio to the caller", call.placed().get());
        audio("audio to the called", call.called().get());
        codec(call.placed().get(), call.called().get());
        call.keys().forEach(keys -> keys(keys, call.keys()));
        call.hold()
                .ifPresentOrElse(
                        this::hold,
                        () -> verdicts.add(Verdict.skipped("hold", "the call had ended")));
        call.transfer()
                .ifPresentOrElse(
                        this::transfer,
                        () ->
                                verdicts.add(
                                        Verdict.skipped("transfer", "give --transfer-to to try")));
    }

    private void unanswered(SelfCall call) {
        String what =
                "the line's call to itself "
                        + (call.arrived() ? "arrived here but " : "did not arrive here; it ")
                        + "failed: "
                        + call.reason();
        fail("call", what, callAilment(call));
        for (String name : List.of("audio", "codec", "keys", "hold", "transfer")) {
            verdicts.add(Verdict.skipped(name, "needs the call"));
        }
    }

    private Ailment callAilment(SelfCall call) {
        return switch (call.refused()) {
            case 401, 407 -> Ailment.WRONG_PASSWORD;
            case 403 -> Ailment.FORBIDDEN;
            case 404, 484 -> Ailment.NO_SUCH_NUMBER;
            case NOT_ACCEPTABLE_HERE, 415 ->
                    findings.setup().mustEncrypt()
                            ? Ailment.ONLY_ENCRYPTED
                            : Ailment.NO_COMMON_CODEC;
            case 408, 480, 503 -> call.arrived() ? Ailment.NOT_ANSWERED : Ailment.NOT_SENT_ON;
            default -> Ailment.NOT_ANSWERED;
        };
    }

    private void audio(String name, End end) {
        String registrar = findings.asked().seenAs();
        boolean fromOutside =
                !registrar.isEmpty() && !Addresses.isPrivate(Addresses.host(registrar));
        if (end.hears()) {
            String how = end.encrypted() ? "encrypted" : "not encrypted";
            String also =
                    end.foreign() > 0
                            ? ", %d packets came from a second source and were ignored"
                                    .formatted(end.foreign())
                            : "";
            pass(name, "heard in %s, %s%s".formatted(end.codec(), how, also));
        } else if (end.packets() > 0) {
            fail(
                    name,
                    "%d packets arrived, but not the sound of the other end"
                            .formatted(end.packets()),
                    Ailment.NO_AUDIO);
        } else if (fromOutside && Addresses.isPrivate(end.audioFrom())) {
            fail(
                    name,
                    "no packet arrived: the PBX was told to send to " + end.audioFrom(),
                    Ailment.PRIVATE_AUDIO_OURS);
        } else if (fromOutside && Addresses.isPrivate(end.audioTo())) {
            fail(
                    name,
                    "no packet arrived: the PBX wants audio at %s, an address of its own network"
                            .formatted(end.audioTo()),
                    Ailment.PRIVATE_AUDIO_THEIRS);
        } else {
            fail(
                    name,
                    "no packet arrived at %s; the PBX wants ours at %s"
                            .formatted(end.audioFrom(), end.audioTo()),
                    Ailment.NO_AUDIO);
        }
    }

    private void codec(End placed, End called) {
        String wanted = findings.setup().codecs().getFirst();
        String both =
                placed.codec().equals(called.codec())
                        ? placed.codec()
                        : placed.codec() + " one way, " + called.codec() + " the other";
        if (placed.codec().equals(wanted) && called.codec().equals(wanted)) {
            pass("codec", both + ", the first of media.codecs");
        } else {
            warn("codec", both + "; media.codecs prefers " + wanted, Ailment.OTHER_CODEC);
        }
    }

    private void keys(Keys keys, List<Keys> all) {
        String name = "keys by " + shown(keys.way());
        boolean events = keys.way() == Way.EVENTS_THERE || keys.way() == Way.EVENTS_BACK;
        Ailment ailment =
                switch (keys.way()) {
                    case EVENTS_THERE, EVENTS_BACK -> Ailment.EVENTS_LOST;
                    case INFO -> Ailment.INFO_LOST;
                    case TONES -> Ailment.TONES_LOST;
                };
        boolean another = all.stream().anyMatch(one -> one.way() != keys.way() && one.arrived());
        String what =
                keys.sent()
                        ? "pressed %s, arrived \"%s\"".formatted(keys.pressed(), keys.heard())
                        : "the PBX takes no telephone events";
        if (keys.arrived()) {
            pass(name, what);
        } else if (events || !another) {
            fail(name, what, ailment);
        } else {
            warn(name, what, ailment);
        }
    }

    private static String shown(Way way) {
        return switch (way) {
            case EVENTS_THERE -> "RFC 4733 to the called";
            case EVENTS_BACK -> "RFC 4733 to the caller";
            case INFO -> "INFO";
            case TONES -> "tones";
        };
    }

    private void hold(Hold hold) {
        if (hold.held() / 100 != 2 || hold.resumed() / 100 != 2) {
            String at = hold.held() / 100 != 2 ? "hold" : "resume";
            int status = hold.held() / 100 != 2 ? hold.held() : hold.resumed();
            String how = status == 0 ? "not answered" : "refused with " + status;
            fail("hold", at + " was " + how, Ailment.HOLD_REFUSED);
        } else if (!hold.hearsAfter()) {
            fail("hold", "held and resumed, but no audio after that", Ailment.HOLD_SILENCED);
        } else {
            String meanwhile =
                    hold.silentMeanwhile()
                            ? "silent meanwhile"
                            : "the PBX went on sending meanwhile";
            pass("hold", "held and resumed, " + meanwhile + ", audio both ways after it");
        }
    }

    private void transfer(Transfer transfer) {
        if (transfer.status() / 100 == 2) {
            pass("transfer", "handed over to " + transfer.target());
            return;
        }
        if (pbx == Pbx.KAMAILIO && transfer.status() == METHOD_NOT_ALLOWED) {
            String why =
                    "a proxy leaves transfers to the phone at the other end, here Offhook itself";
            verdicts.add(Verdict.skipped("transfer", why));
            return;
        }
        String how = transfer.status() == 0 ? "no news came" : "ended with " + transfer.status();
        fail("transfer", "to %s: %s".formatted(transfer.target(), how), Ailment.TRANSFER_REFUSED);
    }

    /** The worst of them decides. */
    public static boolean isHealthy(List<Verdict> verdicts) {
        return verdicts.stream().noneMatch(one -> one.grade() == Verdict.Grade.FAIL);
    }

    /** Whose settings the advice names. */
    public static Optional<Pbx> recognised(Findings findings) {
        return Optional.of(Pbx.of(findings.asked().product())).filter(pbx -> pbx != Pbx.UNKNOWN);
    }
}
