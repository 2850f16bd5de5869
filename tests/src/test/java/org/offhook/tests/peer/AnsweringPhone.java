package org.offhook.tests.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.offhook.media.CallQuality;
import org.offhook.media.HeardFrames;
import org.offhook.media.MediaConfig;
import org.offhook.media.MediaListener;
import org.offhook.media.MediaPort;
import org.offhook.media.MediaServer;
import org.offhook.media.Pcm;
import org.offhook.media.PreparedAudio;
import org.offhook.media.SdpException;
import org.offhook.media.SrtpPolicy;
import org.offhook.media.codec.CodecType;
import org.offhook.sip.Call;
import org.offhook.sip.CallEnd;
import org.offhook.sip.CallListener;
import org.offhook.sip.Invite;
import org.offhook.sip.Reoffer;
import org.offhook.sip.SipConfig;
import org.offhook.sip.SipStack;
import org.offhook.sip.Transport;

/**
 * A phone that takes one call over real SIP and RTP (PCMU), plays a sound, and records what it
 * hears from then on. It hangs up when told to; mostly the caller does.
 */
public final class AnsweringPhone implements AutoCloseable {
    private final MediaServer media;
    private final SipStack sip;
    private final int refuseWith;
    private final Optional<PreparedAudio> sound;
    private final Duration hangUpAfter;
    private final List<short[]> heard = new ArrayList<>();
    private final BlockingQueue<Double> levels = new LinkedBlockingQueue<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile MediaPort open;
    private volatile CallEnd end;
    private volatile CallQuality quality;

    private AnsweringPhone(
            int refuseWith, short[] sound, Duration hangUpAfter, SrtpPolicy encryption)
            throws IOException {
        this.refuseWith = refuseWith;
        // Before any call: encoding takes seconds where the machine is busy, and what arrives
        // meanwhile would be lost.
        this.sound =
                sound.length == 0
                        ? Optional.empty()
                        : Optional.of(PreparedAudio.encode(sound, sound.length));
        this.hangUpAfter = hangUpAfter;
        media =
                MediaServer.start(
                        MediaConfig.defaults()
                                .withPorts(40_000, 49_998)
                                .withCodecs(List.of(CodecType.PCMU))
                                .withSrtp(encryption));
        sip =
                SipStack.start(
                        new SipConfig(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                Set.of(Transport.UDP),
                                "",
                                10,
                                Duration.ofSeconds(1),
                                "phone"),
                        this::onInvite);
    }

    /** Refuses every call. */
    public static AnsweringPhone refusing(int status) throws IOException {
        return new AnsweringPhone(status, new short[0], Duration.ofMinutes(5), SrtpPolicy.REFUSE);
    }

    /**
     * @param sound played at once, 16 kHz
     * @param hangUpAfter counted from the answer
     */
    public static AnsweringPhone playing(Sound sound, Duration hangUpAfter) throws IOException {
        return playing(sound, hangUpAfter, SrtpPolicy.ACCEPT);
    }

    public static AnsweringPhone playing(Sound sound, Duration hangUpAfter, SrtpPolicy encryption)
            throws IOException {
        return new AnsweringPhone(0, sound.samples(), hangUpAfter, encryption);
    }

    public String uri() {
        return "sip:100@127.0.0.1:" + sip.listening().getPort();
    }

    private void onInvite(Invite invite) {
        if (refuseWith != 0) {
            invite.reject(refuseWith);
        } else {
            Thread.startVirtualThread(() -> hold(invite));
        }
    }

    /** Refuses what cannot be agreed on, as the product does. */
    private MediaPort open(Invite invite, MediaListener listener) throws IOException, SdpException {
        try {
            return media.answer(invite.callId(), invite.localAddress(), invite.offer(), listener);
        } catch (SdpException refused) {
            invite.reject(refused.status());
            throw refused;
        }
    }

    private void hold(Invite invite) {
        var silent = new SilentLine();
        try (MediaPort port = open(invite, silent)) {
            open = port;
            Call call = invite.answer(port.localSdp(), new Listener(port));
            silent.isOf(call);
            sound.ifPresent(audio -> port.playout().play(port.playout().begin(), audio));
            long endNanos = System.nanoTime() + hangUpAfter.toNanos();
            var frame = new HeardFrames.Frame();
            while (port.heard().takeOrWait(frame)) {
                heard.add(Arrays.copyOf(frame.samples, frame.samples.length));
                levels.add(new Sound(heard.getLast(), Pcm.RATE_HZ).rms());
                quality = port.quality();
                if (endNanos - System.nanoTime() < 0) {
                    call.hangUp();
                }
            }
        } catch (IOException | SdpException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        } finally {
            over.countDown();
        }
    }

    /** Waits for a frame of 20 ms that is louder, as a share of full scale. */
    public void awaitLouderThan(double level, Duration patience) throws InterruptedException {
        Double now = 0.0;
        while (now <= level) {
            now = levels.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (now == null) {
                throw new AssertionError("nothing was heard in " + patience);
            }
        }
    }

    /** Whether anything louder has been heard since it was last asked so. */
    public boolean hears(double level) {
        Double now = levels.poll();
        while (now != null && now <= level) {
            now = levels.poll();
        }
        return now != null;
    }

    /** Presses keys in the call (RFC 4733). */
    public void press(String keys) {
        open.playout().sendDigits(keys);
    }

    /** All that it heard until the end of the call; waits for that. */
    public Sound heard(Duration patience) throws InterruptedException {
        if (!over.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the call is not over after " + patience);
        }
        short[] all = new short[heard.size() * Pcm.FRAME_SAMPLES];
        for (int i = 0; i < heard.size(); i++) {
            System.arraycopy(heard.get(i), 0, all, i * Pcm.FRAME_SAMPLES, Pcm.FRAME_SAMPLES);
        }
        return new Sound(all, Pcm.RATE_HZ);
    }

    /** How it heard the call; after {@link #heard}. */
    public CallQuality quality() {
        return quality;
    }

    /** Who ended the call; after {@link #heard}. */
    public CallEnd.By endedBy() {
        return end.by();
    }

    /** A call that cannot be encrypted as agreed on ends. */
    private static final class SilentLine implements MediaListener {
        private final ReentrantLock lock = new ReentrantLock();
        private Call call;
        private boolean failed;

        private void isOf(Call answered) {
            change(() -> call = answered);
        }

        @Override
        public void onEncryptionFailed(String why) {
            change(() -> failed = true);
        }

        private void change(Runnable change) {
            lock.lock();
            try {
                change.run();
                if (failed && call != null) {
                    call.hangUp();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private final class Listener implements CallListener {
        private final MediaPort port;

        private Listener(MediaPort port) {
            this.port = port;
        }

        @Override
        public void onReoffer(Reoffer reoffer) {
            reoffer.reject(488);
        }

        @Override
        public void onEnded(CallEnd how) {
            end = how;
            port.close();
        }
    }

    @Override
    public void close() throws IOException {
        sip.close();
        media.close();
    }
}
