package org.offhook.server.dial;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.offhook.media.HeardFrames;
import org.offhook.media.MediaConfig;
import org.offhook.media.MediaListener;
import org.offhook.media.MediaPort;
import org.offhook.media.MediaServer;
import org.offhook.media.PreparedAudio;
import org.offhook.media.SdpException;
import org.offhook.sip.Call;
import org.offhook.sip.CallEnd;
import org.offhook.sip.CallListener;
import org.offhook.sip.Invite;
import org.offhook.sip.Reoffer;
import org.offhook.sip.SipConfig;
import org.offhook.sip.SipStack;
import org.offhook.sip.Transport;

/**
 * Answers calls over real SIP and RTP: greets with a tone, and answers everything it hears with a
 * tone, some silence after the end of it. One virtual thread per call.
 */
final class AnsweringMachine implements AutoCloseable {
    /** Half a second: longer than a busy machine makes a tone stumble. */
    static final int SILENCE_FRAMES = 25;

    private final MediaServer media;
    private final SipStack sip;
    private final Manners manners;
    private final Semaphore callsEnded = new Semaphore(0);

    /**
     * @param refuseWith a status; 0 to answer
     * @param hangUpAfter answers; then it ends the call
     */
    record Manners(int refuseWith, int hangUpAfter) {
        static final Manners GOOD = new Manners(0, Integer.MAX_VALUE);
    }

    AnsweringMachine(Manners manners) throws IOException {
        this(manners, InetAddress.ofLiteral("127.0.0.1"));
    }

    AnsweringMachine(Manners manners, InetAddress address) throws IOException {
        this.manners = manners;
        media = MediaServer.start(MediaConfig.defaults().withPorts(40_000, 49_998));
        var config =
                new SipConfig(
                        new InetSocketAddress(address, 0),
                        Set.of(Transport.UDP),
                        "",
                        10,
                        Duration.ofSeconds(1),
                        "test");
        sip = SipStack.start(config, this::onInvite);
    }

    Target target() {
        InetAddress address = sip.listening().getAddress();
        String plain = address.getHostAddress();
        String host = address instanceof Inet6Address ? "[" + plain + "]" : plain;
        return Target.parse("sip:100@" + host + ":" + sip.listening().getPort()).orElseThrow();
    }

    /** Waits until one more call has ended. */
    boolean hearsAnEnd() throws InterruptedException {
        return callsEnded.tryAcquire(60, TimeUnit.SECONDS);
    }

    private void onInvite(Invite invite) {
        if (manners.refuseWith != 0) {
            invite.reject(manners.refuseWith);
        } else {
            Thread.startVirtualThread(() -> hold(invite));
        }
    }

    private void hold(Invite invite) {
        try (MediaPort port =
                media.answer(
                        invite.callId(),
                        invite.localAddress(),
                        invite.offer(),
                        new MediaListener() {})) {
            talk(port, invite.answer(port.localSdp(), new Listener(port)));
        } catch (IOException | SdpException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void talk(MediaPort port, Call call) throws InterruptedException {
        PreparedAudio tone = tone(400);
        port.playout().play(port.playout().begin(), tone);
        var frame = new HeardFrames.Frame();
        boolean spoken = false;
        int silent = 0;
        int answers = 0;
        while (port.heard().takeOrWait(frame)) {
            boolean voiced = Loudness.dbfs(frame.samples, 0, 320) > DialScript.VOICED_DBFS;
            spoken |= voiced;
            silent = voiced ? 0 : silent + 1;
            if (spoken && silent == SILENCE_FRAMES) {
                spoken = false;
                port.playout().play(port.playout().begin(), tone);
                answers++;
                if (answers == manners.hangUpAfter) {
                    call.hangUp();
                }
            }
        }
    }

    static PreparedAudio tone(int millis) {
        short[] samples = toneSamples(millis, 16_000);
        return PreparedAudio.encode(samples, samples.length);
    }

    static short[] toneSamples(int millis, int rateHz) {
        var samples = new short[rateHz / 1_000 * millis];
        for (int at = 0; at < samples.length; at++) {
            samples[at] = (short) (8_000 * Math.sin(2 * Math.PI * 440 * at / rateHz));
        }
        return samples;
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
        public void onEnded(CallEnd end) {
            callsEnded.release();
            port.close();
        }
    }

    @Override
    public void close() throws IOException {
        sip.close();
        media.close();
    }
}
