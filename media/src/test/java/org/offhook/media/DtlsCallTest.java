package org.offhook.media;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.offhook.media.codec.CodecType;
import org.offhook.media.rtp.Packets;

/** Calls whose keys come of a handshake, over real sockets on the loopback. */
@Timeout(300)
class DtlsCallTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private static final MediaConfig CONFIG =
            MediaConfig.defaults().withPorts(30_000, 39_998).withCodecs(List.of(CodecType.PCMU));
    private static final int TONE_HZ = 1_000;
    private static final String NOBODYS = "a=fingerprint:sha-256 " + "AB:".repeat(31) + "AB";

    private final Events calling = new Events();
    private final Events called = new Events();
    private MediaServer phones;
    private MediaServer server;

    /** What went wrong. */
    private static final class Events implements MediaListener {
        private final BlockingQueue<String> failures = new LinkedBlockingQueue<>();

        @Override
        public void onEncryptionFailed(String why) {
            failures.add(why);
        }
    }

    @BeforeEach
    void start() throws IOException {
        phones = MediaServer.start(CONFIG.withSrtp(SrtpPolicy.REQUIRE).withKeys(KeyPolicy.DTLS));
        server = MediaServer.start(CONFIG);
    }

    @AfterEach
    void stop() throws IOException {
        phones.close();
        server.close();
    }

    private static void waitFor(BooleanSupplier condition) {
        long deadline = System.nanoTime() + SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertTrue(deadline - System.nanoTime() > 0, "waited in vain");
            Thread.onSpinWait();
        }
    }

    private static void hears(MediaPort one, MediaPort other) throws InterruptedException {
        short[] tone = Tone.sine(TONE_HZ, Pcm.RATE_HZ, Pcm.RATE_HZ, 8_000);
        one.playout().play(one.playout().begin(), PreparedAudio.encode(tone, tone.length));
        var frame = new HeardFrames.Frame();
        double loudest = 0;
        while (loudest < 6_000) {
            assertTrue(other.heard().takeOrWait(frame), "the call has ended");
            double now = Tone.amplitude(frame.samples, 0, Pcm.FRAME_SAMPLES, TONE_HZ, Pcm.RATE_HZ);
            loudest = Math.max(loudest, now);
        }
    }

    private static byte[] changed(byte[] sdp, String line, String by) {
        String text = new String(sdp, UTF_8);
        Matcher found = Pattern.compile("(?m)^" + line + ".*?(\r\n)").matcher(text);
        assertTrue(found.find(), text);
        return found.replaceAll(by.isEmpty() ? "" : by + "\r\n").getBytes(UTF_8);
    }

    /** Together on one port, or each on its own; begun by who answers, or by who calls. */
    @ParameterizedTest
    @ValueSource(strings = {"", "a=rtcp-mux", "a=setup"})
    void eachHearsTheOther(String withoutLine) throws Exception {
        try (MediaPort caller = phones.offer("caller", HERE, calling)) {
            byte[] offer = caller.localSdp();
            if (withoutLine.equals("a=setup")) {
                offer = changed(offer, "a=setup", "a=setup:active");
            } else if (!withoutLine.isEmpty()) {
                offer = changed(offer, withoutLine, "");
            }
            try (MediaPort callee = server.answer("callee", HERE, offer, called)) {
                caller.accept(callee.localSdp());
                hears(caller, callee);
                hears(callee, caller);
                assertEquals(0, caller.stats().lost() + callee.stats().lost());
            }
        }
        assertNull(calling.failures.poll());
        assertNull(called.failures.poll());
    }

    @Test
    void whoeverIsNotAnnouncedIsNeitherHeardNorSpokenTo() throws Exception {
        try (MediaPort caller = phones.offer("caller", HERE, calling);
                MediaPort callee = server.answer("callee", HERE, caller.localSdp(), called)) {
            caller.accept(changed(callee.localSdp(), "a=fingerprint", NOBODYS));
            String why = calling.failures.poll(60, SECONDS);
            assertNotNull(why);
            assertTrue(why.contains("fingerprint"), why);
            assertNotNull(called.failures.poll(60, SECONDS));
            assertEquals(0, caller.stats().received() + callee.stats().received());
            assertEquals(0, caller.stats().sent() + callee.stats().sent());
        }
    }

    @Test
    void beforeTheHandshakeNothingLeavesAndNothingIsHeardAndWithoutItTheCallEnds()
            throws Exception {
        try (var phone = new DatagramSocket(new InetSocketAddress(HERE, 0));
                MediaPort port = server.answer("silent", HERE, offer(phone, "passive"), called)) {
            phone.setSoTimeout(60_000);
            InetSocketAddress media = mediaAddress(port);
            short[] tone = Tone.sine(TONE_HZ, Pcm.RATE_HZ, Pcm.RATE_HZ, 8_000);
            int utterance = port.playout().begin();
            port.playout().play(utterance, PreparedAudio.encode(tone, tone.length));
            for (int i = 0; i < 4; i++) {
                byte[] came = receive(phone);
                assertEquals(22, came[0], "it is no handshake");
                send(phone, media, packet(i));
            }
            waitFor(() -> port.stats().invalid() == 4);
            assertEquals(0, port.stats().received());
            assertEquals(0, port.stats().sent());
            String why = called.failures.poll(60, SECONDS);
            assertNotNull(why);
            assertNull(called.failures.poll());
        }
    }

    /** Strangers who are first to call at the port can neither hold the handshake nor end it. */
    @Test
    void aStrangerSpoilsNothing() throws Exception {
        try (var stranger = new DatagramSocket(new InetSocketAddress(HERE, 0));
                var another = new DatagramSocket(new InetSocketAddress(HERE, 0));
                MediaPort caller = phones.offer("caller", HERE, calling)) {
            byte[] active = changed(caller.localSdp(), "a=setup", "a=setup:active");
            try (MediaPort callee = server.answer("callee", HERE, active, called)) {
                byte[] record = new byte[60];
                record[0] = 22;
                for (int i = 0; i < 5; i++) {
                    send(stranger, mediaAddress(callee), record);
                    send(another, mediaAddress(callee), record);
                }
                waitFor(() -> callee.stats().foreign() > 0);
                caller.accept(callee.localSdp());
                hears(caller, callee);
                hears(callee, caller);
                long before = callee.stats().foreign();
                send(stranger, mediaAddress(callee), record);
                waitFor(() -> callee.stats().foreign() == before + 1);
                hears(caller, callee);
            }
        }
        assertNull(calling.failures.poll());
        assertNull(called.failures.poll());
    }

    @Test
    void aRepeatedOfferKeepsTheKeysAndANewTlsIdBringsNewOnes() throws Exception {
        try (MediaPort caller = phones.offer("caller", HERE, calling);
                MediaPort callee = server.answer("callee", HERE, caller.localSdp(), called)) {
            caller.accept(callee.localSdp());
            hears(caller, callee);
            long invalid = caller.stats().invalid() + callee.stats().invalid();
            caller.accept(callee.reoffer(caller.newOffer()));
            hears(caller, callee);
            hears(callee, caller);
            byte[] again =
                    changed(caller.newOffer(), "a=tls-id", "a=tls-id:abcdefghijklmnopqrstuv");
            caller.accept(callee.reoffer(again));
            hears(caller, callee);
            hears(callee, caller);
            assertEquals(invalid, caller.stats().invalid() + callee.stats().invalid());
        }
        assertNull(calling.failures.poll());
        assertNull(called.failures.poll());
    }

    private static byte[] offer(DatagramSocket phone, String setup) {
        return """
        v=0
        o=- 1 1 IN IP4 127.0.0.1
        s=-
        c=IN IP4 127.0.0.1
        t=0 0
        m=audio %d UDP/TLS/RTP/SAVP 0
        a=setup:%s
        a=rtcp-mux
        %s
        """
                .formatted(phone.getLocalPort(), setup, NOBODYS)
                .getBytes(UTF_8);
    }

    private static InetSocketAddress mediaAddress(MediaPort port) {
        Matcher found =
                Pattern.compile("m=audio (\\d+)").matcher(new String(port.localSdp(), UTF_8));
        assertTrue(found.find());
        return new InetSocketAddress(HERE, Integer.parseInt(found.group(1)));
    }

    private static byte[] receive(DatagramSocket socket) throws IOException {
        var packet = new DatagramPacket(new byte[2_048], 2_048);
        socket.receive(packet);
        return packet.getData();
    }

    private static void send(DatagramSocket socket, InetSocketAddress to, byte[] bytes)
            throws IOException {
        socket.send(new DatagramPacket(bytes, bytes.length, to));
    }

    private static byte[] packet(int sequence) {
        return Packets.bytes(0, sequence, 160 * sequence, 160, 0);
    }
}
