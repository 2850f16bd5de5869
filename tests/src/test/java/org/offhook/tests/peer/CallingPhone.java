package org.offhook.tests.peer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.offhook.media.HeardFrames;
import org.offhook.media.MediaConfig;
import org.offhook.media.MediaListener;
import org.offhook.media.MediaPort;
import org.offhook.media.MediaServer;
import org.offhook.media.Pcm;
import org.offhook.media.PreparedAudio;
import org.offhook.media.SdpException;
import org.offhook.media.codec.CodecType;
import org.offhook.sip.Call;
import org.offhook.sip.CallEnd;
import org.offhook.sip.CallListener;
import org.offhook.sip.Reoffer;
import org.offhook.sip.SipConfig;
import org.offhook.sip.SipStack;
import org.offhook.sip.Transport;

/** A phone that places one call over real SIP and RTP (PCMU), plays a sound and hears the other. */
public final class CallingPhone {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final MediaConfig config;
    private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> answers = new LinkedBlockingQueue<>();

    /**
     * @param config how audio is encrypted
     */
    public CallingPhone(MediaConfig config) {
        this.config = config.withPorts(40_000, 49_998).withCodecs(List.of(CodecType.PCMU));
    }

    /** Calls, plays {@code says}, and returns what it heard in so much time. */
    public Sound call(String uri, Sound says, Duration length) throws Exception {
        PreparedAudio audio = PreparedAudio.encode(says.samples(), says.samples().length);
        var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var sipConfig =
                new SipConfig(here, Set.of(Transport.UDP), "", 10, Duration.ofSeconds(1), "phone");
        try (var media = MediaServer.start(config);
                var sip = SipStack.start(sipConfig, invite -> invite.reject(486));
                MediaPort port = media.offer("caller", here.getAddress(), new Media());
                Call call = sip.dial(uri, port.localSdp(), new Dialog())) {
            accept(port);
            port.playout().play(port.playout().begin(), audio);
            Sound heard = heard(port, length);
            call.hangUp();
            return heard;
        }
    }

    private void accept(MediaPort port) throws InterruptedException, SdpException {
        byte[] answer = answers.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (answer == null) {
            throw new AssertionError("no answer: " + ends);
        }
        port.accept(answer);
    }

    private Sound heard(MediaPort port, Duration length) throws InterruptedException {
        var frame = new HeardFrames.Frame();
        short[] all = new short[(int) (length.toMillis() * Pcm.RATE_HZ / 1000)];
        int size = 0;
        while (size + Pcm.FRAME_SAMPLES <= all.length) {
            if (!port.heard().takeOrWait(frame) || !ends.isEmpty()) {
                throw new AssertionError("the call is over: " + ends);
            }
            System.arraycopy(frame.samples, 0, all, size, Pcm.FRAME_SAMPLES);
            size += Pcm.FRAME_SAMPLES;
        }
        return new Sound(all, Pcm.RATE_HZ);
    }

    private final class Media implements MediaListener {
        @Override
        public void onEncryptionFailed(String why) {
            ends.add(why);
        }
    }

    private final class Dialog implements CallListener {
        @Override
        public void onAnswer(byte[] sdp) {
            answers.add(sdp);
        }

        @Override
        public void onReoffer(Reoffer reoffer) {
            reoffer.reject(488);
        }

        @Override
        public void onEnded(CallEnd end) {
            ends.add(end.by() + " " + end.reason());
        }
    }
}
