package org.offhook.media;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.offhook.media.codec.CodecType;
import org.offhook.media.rtp.Packets;

/** The whole module over real sockets on the loopback. */
@Timeout(600)
class MediaServerTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private static final MediaConfig CONFIG = MediaConfig.defaults().withPorts(30_000, 39_998);
    private static final int TONE_HZ = 1_000;

    private MediaServer server;

    @BeforeEach
    void start() throws IOException {
        server = MediaServer.start(CONFIG);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(CodecType.class)
    void twoPortsTalkAndEachHearsTheOthersTone(CodecType codec) throws Exception {
        try (MediaServer phones = MediaServer.start(CONFIG.withCodecs(List.of(codec)));
                MediaPort caller = phones.offer("caller", HERE, new Events());
                MediaPort callee = server.answer("callee", HERE, caller.localSdp(), new Events())) {
            caller.accept(callee.localSdp());
            assertEquals(codec.sdpName(), callee.codec());
            assertEquals(codec.sdpName(), caller.codec());

            short[] tone = Tone.sine(TONE_HZ, Pcm.RATE_HZ, 2 * Pcm.RATE_HZ, 8_000);
            callee.playout()
                    .play(callee.playout().begin(), PreparedAudio.encode(tone, tone.length));
            int utterance = caller.playout().begin();
            assertTrue(caller.playout().putOrWait(utterance, tone, tone.length));
            caller.playout().end(utterance);

            hearsTone(caller.heard());
            hearsTone(callee.heard());
        }
    }

    @Test
    void aRealPhoneSocketHearsSilenceBeforeItSaysAnything() throws Exception {
        try (var phone = new DatagramSocket(new InetSocketAddress(HERE, 0));
                MediaPort port = server.answer("quiet", HERE, offer(phone), new Events())) {
            byte[] first = receive(phone);
            assertEquals(172, first.length);
            assertEquals((byte) 0xFF, first[12]);
            assertEquals("PCMU", port.codec());
        }
    }

    @Test
    void theStreamFollowsTheFirstSourceAndNoOther() throws Exception {
        try (var promised = new DatagramSocket(new InetSocketAddress(HERE, 0));
                var natted = new DatagramSocket(new InetSocketAddress(HERE, 0));
                var stranger = new DatagramSocket(new InetSocketAddress(HERE, 0));
                MediaPort port = server.answer("nat", HERE, offer(promised), new Events())) {
            receive(promised);
            InetSocketAddress media = mediaAddress(port.localSdp());
            send(stranger, media, "not RTP at all".getBytes(UTF_8));
            send(natted, media, packet(1));
            receive(natted);
            send(stranger, media, packet(2));
            waitFor(() -> port.stats().foreign() == 1);
            assertEquals(1, port.stats().received());
            assertEquals(1, port.stats().invalid());

            port.reoffer(offer(stranger));
            receive(stranger);
        }
    }

    @Test
    void aStrangerIsNeitherHeardNorSpokenTo() throws Exception {
        try (var phone = new DatagramSocket(new InetSocketAddress(HERE, 0));
                var stranger = new DatagramSocket(new InetSocketAddress(HERE, 0))) {
            MediaPort port = server.answer("stranger", HERE, offer(phone), new Events());
            InetSocketAddress media = mediaAddress(port.localSdp());
            for (int i = 0; i < 20; i++) {
                send(phone, media, sound(i, (byte) 0xFF));
                waitFor(packetsReceived(port, i + 1));
                // Guesses source and numbers right, and is as loud as can be.
                send(stranger, media, sound(i + 1, (byte) 0x00));
                waitForStrangers(port, i + 1);
            }
            receive(phone);
            receive(phone);
            stranger.setSoTimeout(1);
            assertThrows(SocketTimeoutException.class, () -> receiveWithin(stranger));
            assertEquals(20, port.stats().received());
            waitFor(() -> port.heard().available() > 0);
            port.close();
            var frame = new HeardFrames.Frame();
            int frames = 0;
            for (; port.heard().takeOrWait(frame); frames++) {
                assertTrue(Tone.level(frame.samples, 0, Pcm.FRAME_SAMPLES) < 10, "heard");
            }
            assertTrue(frames > 0, "the phone's silence is heard");
        }
    }

    private static BooleanSupplier packetsReceived(MediaPort port, int count) {
        return () -> port.stats().received() == count;
    }

    private static void waitForStrangers(MediaPort port, int count) {
        waitFor(() -> port.stats().foreign() == count);
    }

    private static byte[] sound(int sequence, byte code) {
        byte[] packet = Packets.bytes(0, sequence, sequence * 160, 160, 0);
        Arrays.fill(packet, 12, packet.length, code);
        return packet;
    }

    @Test
    void anAddressOfARouterBeforeUsIsPromisedAndAllOfOursAreBound() throws Exception {
        InetAddress outside = InetAddress.ofLiteral("192.0.2.9");
        try (var phone = new DatagramSocket(new InetSocketAddress(HERE, 0));
                MediaPort port = server.answer("far", outside, offer(phone), new Events())) {
            String sdp = new String(port.localSdp(), UTF_8);
            assertTrue(sdp.contains("c=IN IP4 192.0.2.9\r\n"), sdp);
            receive(phone); // the port is in use from now on
            send(phone, mediaAddress(port.localSdp()), packet(1));
            waitFor(() -> port.stats().received() == 1);
        }
    }

    @Test
    void onHoldThePeerHearsNothingAndAfterwardsAgain() throws Exception {
        try (var phone = new DatagramSocket(new InetSocketAddress(HERE, 0));
                MediaPort port = server.answer("hold", HERE, offer(phone), new Events())) {
            receive(phone);
            String hold = new String(offer(phone), UTF_8) + "a=sendonly\n";
            String answer = new String(port.reoffer(hold.getBytes(UTF_8)), UTF_8);
            assertTrue(answer.contains("a=recvonly"), answer);
            var refused =
                    assertThrows(SdpException.class, () -> port.reoffer("v=0\n".getBytes(UTF_8)));
            assertEquals(488, refused.status());
            long sent = quietSince(port);
            assertEquals(sent, port.stats().sent());
            port.reoffer(offer(phone));
            waitFor(() -> port.stats().sent() > sent);
        }
    }

    @Test
    void anUtteranceIsToldFromItsFirstPacketToItsLast() throws Exception {
        var events = new Events();
        try (var phone = new DatagramSocket(new InetSocketAddress(HERE, 0));
                MediaPort port = server.answer("says", HERE, offer(phone), events)) {
            PreparedAudio audio = PreparedAudio.encode(new short[1_000], 1_000);
            port.playout().play(port.playout().begin(), audio);
            assertEquals("started 1", events.next());
            assertEquals("ended 1 after " + audio.frames(), events.next());
        }
    }

    @Test
    void theReportsOfACallGoToThePortAfterItsAudio() throws Exception {
        try (var phone = new DatagramSocket(new InetSocketAddress(HERE, 0));
                var control = new DatagramSocket(new InetSocketAddress(HERE, 0))) {
            String offer = new String(offer(phone), UTF_8) + "a=rtcp:" + control.getLocalPort();
            MediaPort port = server.answer("apart", HERE, offer.getBytes(UTF_8), new Events());
            String answer = new String(port.localSdp(), UTF_8);
            assertFalse(answer.contains("rtcp-mux"), answer);
            receive(phone);
            InetSocketAddress media = mediaAddress(port.localSdp());
            send(control, new InetSocketAddress(HERE, media.getPort() + 1), new byte[] {1, 2, 3});
            waitFor(() -> port.quality().malformedReports() == 1);
            // Too long for the buffer, and exactly as long: cut off for all we know.
            for (int length : new int[] {3_000, 2_048}) {
                long before = port.stats().invalid();
                byte[] endless = new byte[length];
                send(control, new InetSocketAddress(HERE, media.getPort() + 1), endless);
                waitFor(() -> port.stats().invalid() == before + 1);
            }
            assertEquals(1, port.quality().malformedReports());
            port.close();
            awaitGoodbye(control);
        }
    }

    @Test
    void onTheAudiosOwnPortWhereThePeerOffersThat() throws Exception {
        try (var phone = new DatagramSocket(new InetSocketAddress(HERE, 0))) {
            String offer = new String(offer(phone), UTF_8) + "a=rtcp-mux";
            MediaPort port = server.answer("mux", HERE, offer.getBytes(UTF_8), new Events());
            String answer = new String(port.localSdp(), UTF_8);
            assertTrue(answer.contains("a=rtcp-mux\r\n"), answer);
            receive(phone);
            port.close();
            awaitGoodbye(phone);
        }
    }

    /** Audio and reports of the time until then come before it. */
    private static void awaitGoodbye(DatagramSocket socket) throws IOException {
        byte[] last = receive(socket);
        while (last[1] != (byte) 200 || typeOfLast(last) != (byte) 203) {
            last = receive(socket);
        }
    }

    /** Where a compound packet ends with a goodbye; else anything. */
    private static byte typeOfLast(byte[] compound) {
        return compound[compound.length - 7];
    }

    @Test
    void aDigitIsTold() throws Exception {
        var events = new Events();
        try (var phone = new DatagramSocket(new InetSocketAddress(HERE, 0));
                MediaPort port = server.answer("dtmf", HERE, offer(phone), events)) {
            byte[] press = packet(1);
            press[1] = (byte) (101 | 0x80);
            press[12] = 5;
            press[13] = 10;
            InetSocketAddress media = mediaAddress(port.localSdp());
            receive(phone); // the port is in use from now on
            send(phone, media, Arrays.copyOf(press, 16));
            assertEquals("digit 5", events.next());
        }
    }

    @Test
    void silenceOnTheLineIsTold() throws Exception {
        var events = new Events();
        MediaConfig impatient = CONFIG.withRtpTimeout(Duration.ofMillis(200));
        try (MediaServer other = MediaServer.start(impatient);
                var phone = new DatagramSocket(new InetSocketAddress(HERE, 0));
                MediaPort port = other.answer("dead", HERE, offer(phone), events)) {
            assertEquals("timeout", events.next());
            assertEquals(0, port.stats().received());
        }
    }

    @Test
    void noFreePortNamesTheKey() throws IOException {
        int first = twoFreePorts();
        try (MediaServer small = MediaServer.start(CONFIG.withPorts(first, first + 2));
                MediaPort one = small.offer("1", HERE, new Events());
                MediaPort two = small.offer("2", HERE, new Events())) {
            assertNotNull(one);
            assertNotNull(two);
            var refused =
                    assertThrows(IOException.class, () -> small.offer("3", HERE, new Events()));
            String ports = "media.ports " + first + "-" + (first + 2);
            assertTrue(refused.getMessage().contains(ports), refused.toString());
        }
    }

    /** Below those that the system gives to whoever does not choose. */
    private static int twoFreePorts() throws IOException {
        for (int first = 21_000; first < 31_000; first += 4) {
            try (MediaServer probe = MediaServer.start(CONFIG.withPorts(first, first + 2));
                    MediaPort one = probe.offer("1", HERE, new Events());
                    MediaPort two = probe.offer("2", HERE, new Events())) {
                assertTrue(one != null && two != null);
                return first;
            } catch (IOException taken) {
                continue;
            }
        }
        throw new IOException("no two free ports");
    }

    @Test
    void aClosedPortIsFreeAgainAndItsReaderIsTold() throws Exception {
        MediaPort port = server.offer("short", HERE, new Events());
        port.close();
        port.close();
        assertFalse(port.heard().takeOrWait(new HeardFrames.Frame()));
        waitFor(() -> server.calls() == 0);
    }

    private static void hearsTone(HeardFrames heard) throws InterruptedException {
        var frame = new HeardFrames.Frame();
        short[] window = new short[10 * Pcm.FRAME_SAMPLES];
        for (int frames = 0; frames < 1_500; frames++) {
            assertTrue(heard.takeOrWait(frame));
            System.arraycopy(
                    window, Pcm.FRAME_SAMPLES, window, 0, window.length - Pcm.FRAME_SAMPLES);
            System.arraycopy(
                    frame.samples, 0, window, window.length - Pcm.FRAME_SAMPLES, Pcm.FRAME_SAMPLES);
            double right = Tone.amplitude(window, 0, window.length, TONE_HZ, Pcm.RATE_HZ);
            double wrong = Tone.amplitude(window, 0, window.length, 1_700, Pcm.RATE_HZ);
            if (right > 5_000 && wrong < right / 20) {
                return;
            }
        }
        throw new AssertionError("the tone was not heard within 30 s");
    }

    private static byte[] offer(DatagramSocket phone) {
        return """
        v=0
        o=- 1 1 IN IP4 192.0.2.2
        s=-
        c=IN IP4 127.0.0.1
        t=0 0
        m=audio %d RTP/AVP 0 101
        a=rtpmap:101 telephone-event/8000
        """
                .formatted(phone.getLocalPort())
                .getBytes(UTF_8);
    }

    private static InetSocketAddress mediaAddress(byte[] sdp) {
        String text = new String(sdp, UTF_8);
        String port = text.replaceAll("(?s).*m=audio (\\d+) .*", "$1");
        return new InetSocketAddress(HERE, Integer.parseInt(port));
    }

    private static byte[] packet(int sequence) {
        byte[] packet = new byte[172];
        packet[0] = (byte) 0x80;
        packet[3] = (byte) sequence;
        packet[7] = (byte) (sequence * 160);
        return packet;
    }

    private static void send(DatagramSocket from, InetSocketAddress to, byte[] bytes)
            throws IOException {
        from.send(new DatagramPacket(bytes, bytes.length, to));
    }

    private static byte[] receive(DatagramSocket socket) throws IOException {
        socket.setSoTimeout(60_000);
        return receiveWithin(socket);
    }

    private static byte[] receiveWithin(DatagramSocket socket) throws IOException {
        var packet = new DatagramPacket(new byte[2_000], 2_000);
        socket.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    /** Waits until no packet has left for 300 ms; returns how many had. */
    private static long quietSince(MediaPort port) {
        long sent = port.stats().sent();
        long since = System.nanoTime();
        while (System.nanoTime() - since < 300_000_000) {
            if (port.stats().sent() != sent) {
                sent = port.stats().sent();
                since = System.nanoTime();
            }
            Thread.onSpinWait();
        }
        return sent;
    }

    private static void waitFor(BooleanSupplier state) {
        long patience = System.nanoTime() + SECONDS.toNanos(60);
        while (!state.getAsBoolean()) {
            assertTrue(System.nanoTime() < patience, "waited in vain");
            Thread.onSpinWait();
        }
    }

    /** What the listener was told, as words. */
    private static final class Events implements MediaListener {
        private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

        @Override
        public void onDigit(char digit) {
            told.add("digit " + digit);
        }

        @Override
        public void onRtpTimeout() {
            told.add("timeout");
        }

        @Override
        public void onUtteranceStarted(int utterance, long firstPacketNanos) {
            told.add("started " + utterance);
        }

        @Override
        public void onUtteranceEnded(int utterance, int playedFrames, long lastPacketNanos) {
            told.add("ended " + utterance + " after " + playedFrames);
        }

        String next() throws InterruptedException {
            return told.poll(60, SECONDS);
        }
    }
}
