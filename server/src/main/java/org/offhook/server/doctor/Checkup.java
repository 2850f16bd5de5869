package org.offhook.server.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.offhook.media.MediaConfig;
import org.offhook.media.MediaPort;
import org.offhook.media.MediaServer;
import org.offhook.media.PreparedAudio;
import org.offhook.media.SdpException;
import org.offhook.media.sdp.Direction;
import org.offhook.server.doctor.Findings.Asked;
import org.offhook.server.doctor.Findings.Hold;
import org.offhook.server.doctor.Findings.Keys;
import org.offhook.server.doctor.Findings.SelfCall;
import org.offhook.server.doctor.Findings.Transfer;
import org.offhook.server.doctor.Findings.Way;
import org.offhook.sip.Call;
import org.offhook.sip.CallEnd;
import org.offhook.sip.Invite;
import org.offhook.sip.Line;
import org.offhook.sip.LineConfig;
import org.offhook.sip.LineState;
import org.offhook.sip.Pong;
import org.offhook.sip.SipConfig;
import org.offhook.sip.SipStack;

/**
 * Registers a line, asks its PBX who it is, and has the line call itself: one end sings, presses
 * keys, holds and transfers, the other listens. On the thread that asks for it.
 */
public final class Checkup {
    private static final Duration REGISTERS = Duration.ofSeconds(35);
    private static final Duration ANSWERS = Duration.ofSeconds(35);
    private static final Duration SINGS = Duration.ofSeconds(4);
    private static final Duration PRESSES = Duration.ofSeconds(4);
    private static final Duration OFFERS = Duration.ofSeconds(15);
    private static final Duration TRANSFERS = Duration.ofSeconds(35);
    private static final Duration HOLDS = Duration.ofMillis(1_200);
    private static final long GLANCE_MILLIS = 50;
    private static final int BUSY_HERE = 486;

    /** Some are on their way when the other side agrees. */
    private static final int STRAY_PACKETS = 10;

    /**
     * What is looked at.
     *
     * @param local where the audio of our calls is to come, toward the registrar
     * @param transferTo SIP URI; empty for no transfer
     */
    public record Order(
            SipConfig sip,
            MediaConfig media,
            LineConfig line,
            Findings.Setup setup,
            InetAddress local,
            String self,
            Optional<String> transferTo) {}

    private final Order order;
    private final Consumer<String> progress;
    private final BlockingQueue<Invite> invites = new LinkedBlockingQueue<>();
    private final PreparedAudio callersNotes = prepared(KnownSounds.notes(KnownSounds.OF_CALLER));
    private final PreparedAudio calledNotes = prepared(KnownSounds.notes(KnownSounds.OF_CALLED));

    private Checkup(Order order, Consumer<String> progress) {
        this.order = order;
        this.progress = progress;
    }

    /**
     * Half a minute where all is well.
     *
     * @param progress told what is being looked at
     * @throws IOException an address or port of ours cannot be had
     */
    public static Findings run(Order order, Consumer<String> progress)
            throws IOException, InterruptedException {
        return new Checkup(order, progress).look();
    }

    private static PreparedAudio prepared(short[] samples) {
        return PreparedAudio.encode(samples, samples.length);
    }

    private Findings look() throws IOException, InterruptedException {
        try (var media = MediaServer.start(order.media());
                SipStack sip = SipStack.start(order.sip(), invites::add)) {
            progress.accept("registering");
            try (Line line = sip.register(order.line())) {
                Optional<String> trouble = registered(line);
                progress.accept("asking by OPTIONS");
                Asked asked = asked(sip, line);
                Optional<SelfCall> call = Optional.empty();
                if (trouble.isEmpty()) {
                    progress.accept("calling " + order.self());
                    call = Optional.of(call(media, sip, line));
                }
                return new Findings(order.setup(), trouble, asked, call);
            }
        }
    }

    private static Optional<String> registered(Line line) throws InterruptedException {
        long endNanos = System.nanoTime() + REGISTERS.toNanos();
        while (System.nanoTime() - endNanos < 0) {
            switch (line.state()) {
                case LineState.Registered _, LineState.Unregistered() -> {
                    return Optional.empty();
                }
                case LineState.Failed(String why) -> {
                    return Optional.of(why);
                }
                case LineState.Away(String why) -> {
                    return Optional.of(why);
                }
                case LineState.Registering(), LineState.Closed() -> Thread.sleep(GLANCE_MILLIS);
            }
        }
        return Optional.of("no answer in " + REGISTERS.toSeconds() + " s");
    }

    private static Asked asked(SipStack sip, Line line) throws InterruptedException {
        var pongs = new LinkedBlockingQueue<Pong>();
        sip.ping(line, pongs::add);
        Pong pong = pongs.poll(REGISTERS.toSeconds(), TimeUnit.SECONDS);
        return pong == null
                ? new Asked(0, "no response", "", "")
                : new Asked(pong.status(), pong.product(), pong.sentFrom(), pong.seenAs());
    }

    private SelfCall call(MediaServer media, SipStack sip, Line line)
            throws IOException, InterruptedException {
        try (var placed = new Leg();
                var called = new Leg()) {
            MediaPort port = media.offer("doctor", order.local(), placed);
            placed.uses(port);
            Call call = sip.dialFrom(line, order.self(), port.localSdp(), placed);
            placed.isPartOf(call);
            Invite invite = invited(placed);
            if (invite == null) {
                return unanswered(placed, false);
            }
            byte[] offer = invite.offer();
            try {
                MediaPort other =
                        media.answer(invite.callId(), invite.localAddress(), offer, called);
                called.uses(other);
                called.wasOffered(offer);
                called.isPartOf(invite.answer(other.localSdp(), called));
            } catch (SdpException unusable) {
                invite.reject(unusable.status());
                return SelfCall.unanswered(unusable.status(), unusable.getMessage(), true);
            }
            try {
                if (!placed.awaitAnswer(ANSWERS)) {
                    return unanswered(placed, true);
                }
            } catch (SdpException unusable) {
                return SelfCall.unanswered(unusable.status(), unusable.getMessage(), true);
            }
            return talk(placed, called);
        }
    }

    /** The first INVITE is ours; whoever else calls is told that we are busy. */
    private Invite invited(Leg placed) throws InterruptedException {
        long endNanos = System.nanoTime() + ANSWERS.toNanos();
        while (System.nanoTime() - endNanos < 0) {
            Invite invite = invites.poll(GLANCE_MILLIS, TimeUnit.MILLISECONDS);
            if (invite != null) {
                return invite;
            }
            if (placed.end().isPresent()) {
                return null;
            }
        }
        return null;
    }

    private static SelfCall unanswered(Leg placed, boolean arrived) {
        CallEnd end =
                placed.end()
                        .orElse(
                                new CallEnd(
                                        CallEnd.By.NETWORK,
                                        0,
                                        "not answered in " + ANSWERS.toSeconds() + " s"));
        return SelfCall.unanswered(end.status(), end.reason(), arrived);
    }

    private SelfCall talk(Leg placed, Leg called) throws InterruptedException {
        progress.accept("listening both ways");
        boolean[] heard = sing(placed, called);
        var keys = new ArrayList<Keys>();
        Optional<Hold> hold = Optional.empty();
        if (placed.isUp()) {
            progress.accept("pressing keys");
            keys.addAll(keys(placed, called));
        }
        if (placed.isUp()) {
            progress.accept("holding and resuming");
            hold = Optional.of(hold(placed, called));
        }
        Findings.End there = placed.finding(heard[0]);
        Findings.End back = called.finding(heard[1]);
        Optional<Transfer> transfer = Optional.empty();
        if (placed.isUp() && order.transferTo().isPresent()) {
            String target = order.transferTo().get();
            progress.accept("transferring to " + target);
            transfer = Optional.of(new Transfer(target, placed.transfer(target, TRANSFERS)));
        }
        invites.forEach(stranger -> stranger.reject(BUSY_HERE));
        return new SelfCall(
                0, "", true, Optional.of(there), Optional.of(back), keys, hold, transfer);
    }

    /** Twice where once was not enough: the first packets of a call may be lost. */
    private boolean[] sing(Leg placed, Leg called) throws InterruptedException {
        boolean[] heard = new boolean[2];
        placed.listens();
        called.listens();
        for (int times = 0; times < 2 && !(heard[0] && heard[1]); times++) {
            placed.say(callersNotes);
            called.say(calledNotes);
            heard[1] = called.awaitNotes(KnownSounds.OF_CALLER, SINGS);
            heard[0] = placed.awaitNotes(KnownSounds.OF_CALLED, SINGS);
        }
        return heard;
    }

    private static List<Keys> keys(Leg placed, Leg called) throws InterruptedException {
        var all = new ArrayList<Keys>();
        all.add(events(Way.EVENTS_THERE, "1590", placed, called));
        all.add(events(Way.EVENTS_BACK, "7264", called, placed));
        called.listens();
        placed.pressByInfo("38");
        all.add(new Keys(Way.INFO, true, "38", called.awaitDigits("38", PRESSES)));
        called.listens();
        placed.say(prepared(KnownSounds.keys("4682")));
        all.add(new Keys(Way.TONES, true, "4682", called.awaitKeyTones("4682", PRESSES)));
        return all;
    }

    private static Keys events(Way way, String keys, Leg presses, Leg hears)
            throws InterruptedException {
        hears.listens();
        boolean sent = presses.pressEvents(keys);
        return new Keys(way, sent, keys, sent ? hears.awaitDigits(keys, PRESSES) : "");
    }

    private Hold hold(Leg placed, Leg called) throws InterruptedException {
        int held = placed.offer(Direction.SENDONLY, OFFERS);
        if (held / 100 != 2) {
            return new Hold(held, 0, false, false);
        }
        called.say(calledNotes);
        Thread.sleep(HOLDS.toMillis());
        boolean silent = placed.unwantedPackets() < STRAY_PACKETS;
        int resumed = placed.offer(Direction.SENDRECV, OFFERS);
        boolean[] heard = {false, false};
        if (resumed / 100 == 2) {
            heard = sing(placed, called);
        }
        return new Hold(held, resumed, silent, heard[0] && heard[1]);
    }
}
