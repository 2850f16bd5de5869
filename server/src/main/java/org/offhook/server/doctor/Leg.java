package org.offhook.server.doctor;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.offhook.agent.answering.Tone;
import org.offhook.agent.answering.ToneDetector;
import org.offhook.media.HeardFrames;
import org.offhook.media.MediaListener;
import org.offhook.media.MediaPort;
import org.offhook.media.MediaStats;
import org.offhook.media.PreparedAudio;
import org.offhook.media.SdpException;
import org.offhook.media.sdp.Direction;
import org.offhook.sip.Call;
import org.offhook.sip.CallEnd;
import org.offhook.sip.CallListener;
import org.offhook.sip.Reoffer;

/**
 * One end of the call that a line makes to itself. The checkup's thread asks and waits; {@code
 * sip}, {@code media-N} and a reader of frames tell. All meet at its lock.
 */
final class Leg implements CallListener, MediaListener, AutoCloseable {
    private static final Pattern CONNECTION = Pattern.compile("(?m)^c=IN IP[46] ([^\\s/]+)");

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final ToneDetector ear = new ToneDetector();
    private final KeyTones keyEar = new KeyTones();
    private final List<Tone> tones = new ArrayList<>();
    private final StringBuilder digits = new StringBuilder();
    private final StringBuilder keyTones = new StringBuilder();
    private Optional<MediaPort> port = Optional.empty();
    private Optional<Call> call = Optional.empty();
    private Optional<CallEnd> end = Optional.empty();
    private Optional<byte[]> answer = Optional.empty();
    private String theirSdp = "";
    private int offerOutcome;
    private int transferOutcome;

    /** It hears from now on. */
    void uses(MediaPort open) {
        lock.lock();
        try {
            port = Optional.of(open);
        } finally {
            lock.unlock();
        }
        Thread.ofVirtual().name("doctor/hear").start(() -> read(open.heard()));
    }

    void isPartOf(Call placed) {
        lock.lock();
        try {
            call = Optional.of(placed);
        } finally {
            lock.unlock();
        }
    }

    /** The peer's offer, where it made one. */
    void wasOffered(byte[] sdp) {
        lock.lock();
        try {
            theirSdp = new String(sdp, StandardCharsets.UTF_8);
        } finally {
            lock.unlock();
        }
    }

    private void read(HeardFrames frames) {
        var frame = new HeardFrames.Frame();
        try {
            while (frames.takeOrWait(frame)) {
                hear(frame.samples);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void hear(short[] samples) {
        lock.lock();
        try {
            ear.onFrame(samples).ifPresent(tones::add);
            keyEar.onFrame(samples).ifPresent(keyTones::append);
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void tell(Runnable change) {
        lock.lock();
        try {
            change.run();
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onAnswer(byte[] sdp) {
        tell(() -> answer = Optional.of(sdp));
    }

    @Override
    public void onOfferRefused(int status) {
        tell(() -> offerOutcome = status);
    }

    @Override
    public void onReoffer(Reoffer reoffer) {
        // Off the sip thread: reading SDP is work.
        Thread.ofVirtual().name("doctor/reoffer").start(() -> answer(reoffer));
    }

    private void answer(Reoffer reoffer) {
        lock.lock();
        try {
            if (reoffer.offer().length == 0) {
                reoffer.answer(port.orElseThrow().newOffer());
            } else {
                reoffer.answer(port.orElseThrow().reoffer(reoffer.offer()));
                wasOffered(reoffer.offer());
            }
        } catch (SdpException unusable) {
            reoffer.reject(unusable.status());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onDigit(char digit) {
        tell(() -> digits.append(digit));
    }

    @Override
    public void onInfoDigit(char digit) {
        tell(() -> digits.append(digit));
    }

    @Override
    public void onTransfer(int status) {
        tell(() -> transferOutcome = status);
    }

    @Override
    public void onEnded(CallEnd how) {
        tell(() -> end = Optional.of(how));
    }

    /** Waits until something holds, the call ends, or time is over; whether it holds. */
    private boolean await(BooleanSupplier holds, Duration most) throws InterruptedException {
        long left = most.toNanos();
        lock.lock();
        try {
            while (!holds.getAsBoolean() && end.isEmpty() && left > 0) {
                left = news.awaitNanos(left);
            }
            return holds.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }

    /** The outcome of our INVITE: true once the answer is taken. */
    boolean awaitAnswer(Duration most) throws InterruptedException, SdpException {
        if (!await(() -> answer.isPresent(), most)) {
            return false;
        }
        takeAnswer();
        return true;
    }

    private void takeAnswer() throws SdpException {
        lock.lock();
        try {
            byte[] sdp = answer.orElseThrow();
            answer = Optional.empty();
            port.orElseThrow().accept(sdp);
            wasOffered(sdp);
        } finally {
            lock.unlock();
        }
    }

    /** Why the call is over, where it is. */
    Optional<CallEnd> end() {
        lock.lock();
        try {
            return end;
        } finally {
            lock.unlock();
        }
    }

    boolean isUp() {
        return end().isEmpty() && call.isPresent();
    }

    void say(PreparedAudio sound) {
        port.orElseThrow().playout().play(port.orElseThrow().playout().begin(), sound);
    }

    /** Forgets what was heard so far. */
    void listens() {
        lock.lock();
        try {
            tones.clear();
            digits.setLength(0);
            keyTones.setLength(0);
        } finally {
            lock.unlock();
        }
    }

    boolean awaitNotes(List<Integer> notes, Duration most) throws InterruptedException {
        return await(() -> KnownSounds.isIn(tones, notes), most);
    }

    /** Keys by events and INFO. */
    String awaitDigits(String pressed, Duration most) throws InterruptedException {
        await(() -> digits.length() >= pressed.length(), most);
        lock.lock();
        try {
            return digits.toString();
        } finally {
            lock.unlock();
        }
    }

    /** Keys as tones, or made events of by the PBX. */
    String awaitKeyTones(String pressed, Duration most) throws InterruptedException {
        await(
                () -> keyTones.length() >= pressed.length() || digits.length() >= pressed.length(),
                most);
        lock.lock();
        try {
            return digits.length() >= pressed.length() ? digits.toString() : keyTones.toString();
        } finally {
            lock.unlock();
        }
    }

    /** Packets that came although it had said that it takes none. */
    long unwantedPackets() {
        return port.orElseThrow().stats().unwanted();
    }

    boolean pressEvents(String keys) {
        return port.orElseThrow().playout().sendDigits(keys);
    }

    void pressByInfo(String keys) {
        for (char key : keys.toCharArray()) {
            call.orElseThrow().sendDigit(key);
        }
    }

    /** Offers the direction; the final status, 0 where nothing came. */
    int offer(Direction direction, Duration most) throws InterruptedException {
        lock.lock();
        try {
            offerOutcome = 0;
            answer = Optional.empty();
            call.orElseThrow().offer(port.orElseThrow().newOffer(direction));
        } finally {
            lock.unlock();
        }
        await(() -> answer.isPresent() || offerOutcome != 0, most);
        lock.lock();
        try {
            if (answer.isEmpty()) {
                return offerOutcome;
            }
            takeAnswer();
            return 200;
        } catch (SdpException unusable) {
            return unusable.status();
        } finally {
            lock.unlock();
        }
    }

    int transfer(String target, Duration most) throws InterruptedException {
        call.orElseThrow().transfer(target);
        await(() -> transferOutcome != 0, most);
        lock.lock();
        try {
            return transferOutcome;
        } finally {
            lock.unlock();
        }
    }

    Findings.End finding(boolean hears) {
        MediaPort open = port.orElseThrow();
        MediaStats stats = open.stats();
        lock.lock();
        try {
            return new Findings.End(
                    open.codec(),
                    connection(theirSdp),
                    connection(ourSdp(open)),
                    hasKeys(theirSdp) && hasKeys(ourSdp(open)),
                    stats.received(),
                    stats.foreign(),
                    hears);
        } finally {
            lock.unlock();
        }
    }

    private static String ourSdp(MediaPort open) {
        return new String(open.localSdp(), StandardCharsets.UTF_8);
    }

    /** By SDP itself, or by the handshake that it announces. */
    private static boolean hasKeys(String sdp) {
        return sdp.contains("a=crypto:") || sdp.contains("a=fingerprint:");
    }

    private static String connection(String sdp) {
        var line = CONNECTION.matcher(sdp);
        return line.find() ? line.group(1) : "";
    }

    /** Hangs up, waits a little for the end of it, frees the port. */
    @Override
    public void close() {
        call.ifPresent(Call::hangUp);
        lock.lock();
        try {
            long left = TimeUnit.SECONDS.toNanos(call.isPresent() ? 3 : 0);
            while (end.isEmpty() && left > 0) {
                left = news.awaitNanos(left);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        port.ifPresent(MediaPort::close);
    }
}
