package org.offhook.server.dial;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.offhook.media.MediaPort;
import org.offhook.media.PreparedAudio;
import org.offhook.media.SdpException;
import org.offhook.server.dial.DialScript.Action;
import org.offhook.server.dial.DialScript.Answered;
import org.offhook.server.dial.DialScript.Event;
import org.offhook.sip.Call;
import org.offhook.sip.CallEnd;
import org.offhook.sip.Reoffer;

/** One test call from INVITE to its end. The thread that holds it owns it. */
final class Conversation {
    private static final long GOODBYE_NANOS = TimeUnit.SECONDS.toNanos(3);

    /**
     * @param samples what is said, one array each utterance
     * @param audio the same, encoded
     */
    record Lines(List<Utterance> utterances, List<short[]> samples, List<PreparedAudio> audio) {}

    private final DialRequest request;
    private final Lines lines;
    private final Inbox inbox;
    private final MediaPort port;
    private final Call call;
    private DialScript script;
    private CallRecording recording;
    private long answeredNanos;
    private int turn;

    Conversation(DialRequest request, Lines lines, Inbox inbox, MediaPort port, Call call) {
        this.request = request;
        this.lines = lines;
        this.inbox = inbox;
        this.port = port;
        this.call = call;
    }

    /**
     * Holds the call until it is over.
     *
     * @throws IOException the recording cannot be written
     */
    DialOutcome hold(long dialledNanos) throws IOException, InterruptedException {
        long endNanos = dialledNanos + request.limit().toNanos();
        while (System.nanoTime() - endNanos < 0) {
            Told told = inbox.takeOrWaited();
            switch (told) {
                case Told.Answer(byte[] sdp, long atNanos) -> {
                    Optional<DialOutcome> unusable = answered(sdp, atNanos);
                    if (unusable.isPresent()) {
                        return unusable.get();
                    }
                }
                case Told.Offer(Reoffer reoffer) -> answer(reoffer);
                case Told.Ended(CallEnd end) -> {
                    return ended(end, dialledNanos);
                }
                case Told.Heard _, Told.Started _, Told.Spoken _, Told.Waited _ -> {
                    if (goOn(told) instanceof Action.HangUp) {
                        return held(hangUp(), dialledNanos);
                    }
                }
            }
        }
        String limit = request.limit().toSeconds() + " s";
        String what = script == null ? "no answer after " : "not over after ";
        return new DialOutcome.Failed(0, what + limit);
    }

    private Optional<DialOutcome> answered(byte[] sdp, long atNanos) {
        try {
            port.accept(sdp);
        } catch (SdpException unusable) {
            String reason = "the answer's SDP cannot be used: " + unusable.getMessage();
            return Optional.of(new DialOutcome.Failed(0, reason));
        }
        answeredNanos = atNanos;
        recording = new CallRecording(atNanos);
        script = new DialScript(lines.audio.size(), atNanos);
        return Optional.empty();
    }

    private void answer(Reoffer reoffer) {
        try {
            reoffer.answer(port.reoffer(reoffer.offer()));
        } catch (SdpException unusable) {
            reoffer.reject(unusable.status());
        }
    }

    private DialOutcome ended(CallEnd end, long dialledNanos) throws IOException {
        if (script == null) {
            return new DialOutcome.Failed(end.status(), end.reason());
        }
        script.ended();
        return held(end.by(), dialledNanos);
    }

    /** Early media, before the answer, is no greeting. */
    private Action goOn(Told told) {
        if (script == null) {
            return new Action.Listen();
        }
        long nowNanos = System.nanoTime();
        Action action = script.on(event(told, nowNanos), nowNanos);
        if (action instanceof Action.Speak(int next)) {
            turn = next;
            port.playout().play(port.playout().begin(), lines.audio.get(next));
        }
        return action;
    }

    private Event event(Told told, long nowNanos) {
        return switch (told) {
            case Told.Heard heard -> {
                recording.heard(heard.samples(), nowNanos);
                yield new Event.Frame(heard.levelDbfs(), heard.receivedNanos());
            }
            case Told.Started(long firstPacketNanos) -> {
                recording.said(lines.samples.get(turn), firstPacketNanos);
                yield new Event.Waited();
            }
            case Told.Spoken(long lastPacketNanos) -> new Event.Spoken(lastPacketNanos);
            case Told.Waited _, Told.Answer _, Told.Offer _, Told.Ended _ -> new Event.Waited();
        };
    }

    /** Waits for the end of the BYE, so that the other side is not left with a call. */
    private CallEnd.By hangUp() throws InterruptedException {
        call.hangUp();
        long endNanos = System.nanoTime() + GOODBYE_NANOS;
        while (System.nanoTime() - endNanos < 0) {
            if (inbox.takeOrWaited() instanceof Told.Ended(CallEnd end)) {
                return end.by();
            }
        }
        return CallEnd.By.US;
    }

    private DialOutcome held(CallEnd.By by, long dialledNanos) throws IOException {
        if (request.recording().isPresent()) {
            recording.write(request.recording().get());
        }
        var turns = new ArrayList<DialReport.Turn>();
        for (Answered answer : script.answers()) {
            turns.add(
                    new DialReport.Turn(
                            lines.utterances.get(turns.size()).shown(),
                            millis(answer.responseNanos()),
                            answer.answerNanos() / 1e9));
        }
        long setupMillis = TimeUnit.NANOSECONDS.toMillis(answeredNanos - dialledNanos);
        return new DialOutcome.Held(
                new DialReport(
                        request.target().uri(),
                        port.codec(),
                        setupMillis,
                        millis(script.greetingNanos()),
                        turns,
                        name(by)));
    }

    private static OptionalLong millis(OptionalLong nanos) {
        return nanos.isPresent()
                ? OptionalLong.of(Math.round(nanos.getAsLong() / 1e6))
                : OptionalLong.empty();
    }

    private static String name(CallEnd.By by) {
        return switch (by) {
            case US -> "us";
            case PEER -> "peer";
            case NETWORK -> "network";
        };
    }
}
