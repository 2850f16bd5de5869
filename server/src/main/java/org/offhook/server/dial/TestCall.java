package org.offhook.server.dial;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.offhook.media.MediaConfig;
import org.offhook.media.MediaServer;
import org.offhook.media.PreparedAudio;
import org.offhook.sip.Call;
import org.offhook.sip.SipConfig;
import org.offhook.sip.SipStack;

/** Places one test call, on the thread that asks for it. */
public final class TestCall {
    /** Away from the server's own, so that both may run on one machine. */
    private static final int FIRST_PORT = 10_000;

    private static final int LAST_PORT = 19_998;
    private static final int BUSY_HERE = 486;

    private TestCall() {}

    /**
     * Makes the utterances, then calls.
     *
     * @throws IOException a voice, a file or a socket failed; the peer's faults are outcomes
     */
    public static DialOutcome run(DialRequest request) throws IOException, InterruptedException {
        var samples = new ArrayList<short[]>();
        var audio = new ArrayList<PreparedAudio>();
        for (Utterance utterance : request.utterances()) {
            short[] speech = speech(utterance, request);
            samples.add(speech);
            audio.add(PreparedAudio.encode(speech, speech.length));
        }
        return place(request, new Conversation.Lines(request.utterances(), samples, audio));
    }

    private static short[] speech(Utterance utterance, DialRequest request)
            throws IOException, InterruptedException {
        short[] all =
                switch (utterance) {
                    case Utterance.Say(String text) ->
                            CallerVoice.find(request.voice()).samples(text);
                    case Utterance.Play(var wav) -> CallerVoice.at16kHz(WavFile.read(wav));
                };
        short[] speech = Loudness.trimmed(all);
        if (speech.length == 0) {
            throw new IOException("there is nothing to be heard in: " + utterance.shown());
        }
        return speech;
    }

    private static DialOutcome place(DialRequest request, Conversation.Lines lines)
            throws IOException, InterruptedException {
        Target target = request.target();
        InetAddress local = target.localAddress();
        var inbox = new Inbox();
        try (var media = MediaServer.start(mediaConfig(request));
                var sip = SipStack.start(sipConfig(target, local), call -> call.reject(BUSY_HERE));
                var port = media.offer("dial", local, inbox)) {
            Thread.ofVirtual().name("dial/hear").start(() -> inbox.read(port.heard()));
            long dialledNanos = System.nanoTime();
            try (Call call = sip.dial(target.uri(), port.localSdp(), inbox)) {
                return new Conversation(request, lines, inbox, port, call).hold(dialledNanos);
            }
        }
    }

    private static MediaConfig mediaConfig(DialRequest request) {
        MediaConfig config = MediaConfig.defaults().withPorts(FIRST_PORT, LAST_PORT);
        return request.codec().map(one -> config.withCodecs(List.of(one))).orElse(config);
    }

    private static SipConfig sipConfig(Target target, InetAddress local) {
        SipConfig usual = SipConfig.defaults();
        return new SipConfig(
                new InetSocketAddress(local, 0),
                Set.of(target.transport()),
                usual.externalAddress(),
                usual.maxCalls(),
                usual.retryAfter(),
                usual.userAgent());
    }
}
