package org.offhook.tests.bench;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.offhook.tests.peer.Loopback;

/**
 * One PCMU call whose frames are numbered, inaudibly: those of silence by 24 codes, as G.711 has
 * two zeros, those of speech by the last bits of as many. Used by the thread that measures; one
 * thread more listens.
 */
final class MarkedCall implements AutoCloseable {
    static final int FRAME = 160;
    private static final int MARK_BITS = 24;
    private static final int PREAMBLE = 0xA5;

    /** Mean magnitude on G.711's logarithmic scale of 0 to 127: about 30 dB below the loudest. */
    private static final int VOICED_MAGNITUDE = 48;

    private static final int HEADER = 12;
    private static final long FRAME_NANOS = 20_000_000;
    private static final byte ONE = (byte) 0xFF;
    private static final byte ZERO = 0x7F;

    private final DatagramSocket signalling;
    private final DatagramSocket rtp;
    private final InetSocketAddress target;
    private final String id = "marked-" + Long.toHexString(System.nanoTime());
    private final String here;
    private final byte wanted;
    private final LongConsumer onWanted;
    private final long[] sentNanos;
    private InetSocketAddress peer;
    private String toTag = "";
    private int frame;
    private long nextNanos;
    private volatile boolean over;

    /**
     * @param wanted packets that begin with this code are told, with the time of their arrival
     * @param sentNanos when each numbered frame left, by number
     */
    MarkedCall(InetSocketAddress target, byte wanted, LongConsumer onWanted, long[] sentNanos)
            throws IOException {
        this.target = target;
        this.wanted = wanted;
        this.onWanted = onWanted;
        this.sentNanos = sentNanos;
        InetAddress address = Loopback.next();
        signalling = new DatagramSocket(0, address);
        signalling.setSoTimeout(10_000);
        rtp = new DatagramSocket(0, address);
        here = Loopback.text((InetSocketAddress) signalling.getLocalSocketAddress());
    }

    void begin() throws IOException {
        String host = rtp.getLocalAddress().getHostAddress();
        String sdp =
                "v=0\r\no=- 1 1 IN IP4 %1$s\r\ns=-\r\nc=IN IP4 %1$s\r\nt=0 0\r\nm=audio %2$d RTP/AVP 0\r\n"
                        .formatted(host, rtp.getLocalPort());
        send("INVITE", 1, sdp);
        String ok = reply();
        while (!ok.startsWith("SIP/2.0 200")) {
            if (!ok.startsWith("SIP/2.0 1")) {
                throw new IOException("not answered: " + ok.lines().findFirst().orElse(""));
            }
            ok = reply();
        }
        toTag = ";tag=" + find(ok, "(?im)^To:.*;tag=([^;\\s]+)");
        peer =
                new InetSocketAddress(
                        find(ok, "(?m)^c=IN IP4 (\\S+)"),
                        Integer.parseInt(find(ok, "(?m)^m=audio (\\d+)")));
        send("ACK", 1, "");
        Thread.ofPlatform().daemon().name("marked-call").start(this::hear);
        nextNanos = System.nanoTime();
    }

    private static String find(String text, String pattern) throws IOException {
        Matcher found = Pattern.compile(pattern).matcher(text);
        if (!found.find()) {
            throw new IOException("no " + pattern + " in the answer");
        }
        return found.group(1);
    }

    private void send(String method, int sequence, String body) throws IOException {
        String uri = "sip:bench@" + Loopback.text(target);
        String message =
                String.join(
                                "\r\n",
                                method + " " + uri + " SIP/2.0",
                                "Via: SIP/2.0/UDP %s;branch=z9hG4bK-%s-%s%d;rport"
                                        .formatted(here, id, method, sequence),
                                "Max-Forwards: 70",
                                "From: <sip:bench@" + here + ">;tag=" + id,
                                "To: <" + uri + ">" + toTag,
                                "Call-ID: " + id,
                                "CSeq: " + sequence + " " + method,
                                "Contact: <sip:bench@" + here + ">",
                                body.isEmpty() ? "" : "Content-Type: application/sdp",
                                "Content-Length: " + body.length(),
                                "",
                                body)
                        .replace("\r\n\r\nContent-Length", "\r\nContent-Length");
        byte[] bytes = message.getBytes(StandardCharsets.US_ASCII);
        signalling.send(new DatagramPacket(bytes, bytes.length, target));
    }

    private String reply() throws IOException {
        var packet = new DatagramPacket(new byte[8_192], 8_192);
        signalling.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
    }

    /** Speaks, at its pace; frames that are loud enough to be voiced are numbered. */
    void speak(byte[][] frames) throws IOException {
        for (byte[] codes : frames) {
            byte[] marked = codes.clone();
            int number = isVoiced(codes) ? frame & 0xFFFF : -1;
            for (int bit = 0; number >= 0 && bit < MARK_BITS; bit++) {
                marked[bit] = (byte) (codes[bit] & ~1 | markBit(number, bit));
            }
            send(marked, number);
        }
    }

    private static boolean isVoiced(byte[] codes) {
        int sum = 0;
        for (byte code : codes) {
            sum += ~code & 0x7F;
        }
        return sum >= VOICED_MAGNITUDE * codes.length;
    }

    private static int markBit(int number, int bit) {
        return (PREAMBLE << 16 | number) >> MARK_BITS - 1 - bit & 1;
    }

    /** Is silent for so many frames, each numbered. */
    void waitFrames(int frames) throws IOException {
        for (int i = 0; i < frames; i++) {
            byte[] codes = new byte[FRAME];
            Arrays.fill(codes, ONE);
            int number = frame & 0xFFFF;
            for (int bit = 0; bit < MARK_BITS; bit++) {
                codes[bit] = markBit(number, bit) == 1 ? ONE : ZERO;
            }
            send(codes, number);
        }
    }

    private void send(byte[] codes, int number) throws IOException {
        long leftNanos = nextNanos - System.nanoTime();
        while (leftNanos > 0) {
            LockSupport.parkNanos(leftNanos);
            leftNanos = nextNanos - System.nanoTime();
        }
        nextNanos += FRAME_NANOS;
        ByteBuffer packet = ByteBuffer.allocate(HEADER + FRAME);
        packet.put((byte) 0x80).put((byte) 0).putShort((short) frame);
        packet.putInt(frame * FRAME).putInt(4_711).put(codes);
        if (number >= 0) {
            sentNanos[number] = System.nanoTime();
        }
        rtp.send(new DatagramPacket(packet.array(), packet.capacity(), peer));
        frame++;
    }

    /** The number of a frame of speech; -1 where it has none. */
    static int numberOfSpeech(byte[] sound, int at) {
        int mark = 0;
        for (int bit = 0; bit < MARK_BITS; bit++) {
            mark = mark << 1 | sound[at + bit] & 1;
        }
        return mark >> 16 == PREAMBLE ? mark & 0xFFFF : -1;
    }

    /** The number of a frame of silence; -1 where it has none. */
    static int numberOf(byte[] sound, int at) {
        int mark = 0;
        for (int bit = 0; bit < MARK_BITS; bit++) {
            byte code = sound[at + bit];
            if (code != ONE && code != ZERO) {
                return -1;
            }
            mark = mark << 1 | (code == ONE ? 1 : 0);
        }
        return mark >> 16 == PREAMBLE ? mark & 0xFFFF : -1;
    }

    private void hear() {
        var packet = new DatagramPacket(new byte[1_500], 1_500);
        try {
            while (!over) {
                rtp.receive(packet);
                long nanos = System.nanoTime();
                if (packet.getLength() == HEADER + FRAME && packet.getData()[HEADER] == wanted) {
                    onWanted.accept(nanos);
                }
            }
        } catch (IOException closed) {
            over = true;
        }
    }

    @Override
    public void close() throws IOException {
        over = true;
        if (peer != null) {
            send("BYE", 2, "");
        }
        rtp.close();
        signalling.close();
    }
}
