package org.offhook.tests.peer;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A caller's phone: one INVITE, one ACK, PCMU every 20 ms, one BYE; it notes when it last spoke and
 * what it hears. Used by one thread, which is its clock too.
 */
public final class ScriptedPhone implements AutoCloseable {
    private static final long FRAME_NANOS = 20_000_000;
    private static final int SAMPLES = 160;
    private static final int HEADER = 12;
    private static final int ANSWER_MILLIS = 60_000;
    private static final long PAUSE_NANOS = 100_000_000;
    private static final byte SILENCE = (byte) 0xff;

    /** RMS of a frame that is heard; comfort silence is far below. */
    private static final double AUDIBLE = 200;

    /** A mark is looked for in so much audio. */
    private static final int MARK_SAMPLES = 3 * SAMPLES;

    private static final Pattern MEDIA = Pattern.compile("m=audio (\\d+) ");
    private static final Pattern CONNECTION = Pattern.compile("c=IN IP4 (\\S+)");
    private static final Pattern TO = Pattern.compile("(?mi)^(?:To|t):\\s*(.*?)\\r?$");
    private static final Pattern REFER_TO = Pattern.compile("(?mi)^(?:Refer-To|r):\\s*(.*?)\\r?$");
    private static final Pattern CONTACT =
            Pattern.compile("(?mi)^(?:Contact|m):\\s*<?([^>;\\r\\n]+)");

    private final InetSocketAddress server;
    private final InetAddress here = Loopback.next();
    private final DatagramSocket sip = new DatagramSocket(0, here);
    private final DatagramChannel rtp;
    private final ByteBuffer packet = ByteBuffer.allocate(1_500);
    private final short[] frame = new short[SAMPLES];
    private final short[] recent = new short[MARK_SAMPLES];
    private final String callId = "phone-" + Integer.toHexString(System.identityHashCode(this));
    private InetSocketAddress peer;
    private String to = "";
    private String contact = "";
    private short sequence;
    private int timestamp;
    private long nextNanos;
    private boolean hungUp;
    private String referTo = "";
    private String agreement = "202 Accepted";
    private String transferOutcome = "200 OK";
    private int number = 1;

    private Ear ear = (frame, nanos) -> {};
    private long lastAudibleNanos;
    private long audibleSinceNanos;
    private long heardFrames;
    private int heardMark = -1;
    private long markNanos;

    private ScriptedPhone(InetSocketAddress server) throws IOException {
        this.server = server;
        rtp = DatagramChannel.open();
        rtp.bind(new InetSocketAddress(here, 0)).configureBlocking(false);
    }

    /** Calls and returns when the call is up. */
    public static ScriptedPhone call(InetSocketAddress server) throws IOException {
        var phone = new ScriptedPhone(server);
        try {
            phone.invite();
            return phone;
        } catch (IOException | RuntimeException refused) {
            phone.close();
            throw refused;
        }
    }

    private void invite() throws IOException {
        int port = rtp.socket().getLocalPort();
        String address = here.getHostAddress();
        String sdp =
                """
                v=0
                o=phone 1 1 IN IP4 %1$s
                s=-
                c=IN IP4 %1$s
                t=0 0
                m=audio %2$d RTP/AVP 0
                a=rtpmap:0 PCMU/8000
                a=ptime:20
                """
                        .formatted(address, port)
                        .replace("\n", "\r\n");
        String uri = "sip:desk@" + Loopback.text(server);
        send(request("INVITE", uri, "<" + uri + ">", 1, sdp));
        String answer = "";
        while (!answer.startsWith("SIP/2.0 200")) {
            answer = receive();
            if (answer.matches("(?s)SIP/2\\.0 [3-6].*")) {
                throw new IOException(answer.lines().findFirst().orElse(""));
            }
        }
        to = find(TO, answer);
        contact = find(CONTACT, answer);
        send(request("ACK", contact, to, 1, ""));
        peer =
                new InetSocketAddress(
                        InetAddress.getByName(find(CONNECTION, answer)),
                        Integer.parseInt(find(MEDIA, answer)));
        nextNanos = System.nanoTime();
    }

    private static String find(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException("no " + pattern + " in " + text);
        }
        return matcher.group(1);
    }

    private String request(String method, String uri, String toHeader, int number, String body) {
        String type = body.isEmpty() ? "" : "Content-Type: application/sdp\n";
        return request(method, uri, toHeader, number, type, body);
    }

    private String request(
            String method, String uri, String toHeader, int number, String more, String body) {
        String self = here.getHostAddress() + ":" + sip.getLocalPort();
        String head =
                """
                %1$s %2$s SIP/2.0
                Via: SIP/2.0/UDP %3$s;branch=z9hG4bK-%4$s-%5$d-%1$s
                Max-Forwards: 70
                From: <sip:phone@%3$s>;tag=%4$s
                To: %6$s
                Call-ID: %4$s@%3$s
                CSeq: %5$d %1$s
                Contact: <sip:phone@%3$s>
                """
                        .formatted(method, uri, self, callId, number, toHeader);
        return (head + more + "Content-Length: " + body.length() + "\n\n").replace("\n", "\r\n")
                + body;
    }

    private void send(String message) throws IOException {
        byte[] bytes = message.getBytes(StandardCharsets.ISO_8859_1);
        sip.send(new DatagramPacket(bytes, bytes.length, server));
    }

    private String receive() throws IOException {
        var in = new DatagramPacket(new byte[65_535], 65_535);
        sip.setSoTimeout(ANSWER_MILLIS);
        sip.receive(in);
        return new String(in.getData(), 0, in.getLength(), StandardCharsets.ISO_8859_1);
    }

    /** Is told each frame that comes, in the order of arrival, by the phone's thread. */
    @FunctionalInterface
    public interface Ear {
        /**
         * @param frame 160 samples; another's after the call
         */
        void heard(short[] frame, long nanos) throws IOException;
    }

    public void listenWith(Ear newEar) {
        ear = newEar;
    }

    /** Speaks, frame by frame; returns when its last voiced packet left. */
    public long speak(byte[][] frames) throws IOException {
        long lastNanos = 0;
        for (byte[] frame : frames) {
            lastNanos = send(frame);
        }
        return lastNanos;
    }

    /** 20 ms of silence, and of hearing. */
    public void listen() throws IOException {
        byte[] silence = new byte[SAMPLES];
        Arrays.fill(silence, SILENCE);
        send(silence);
    }

    /** Sends 20 ms and hears what comes meanwhile; returns when they left. */
    public long send(byte[] frame) throws IOException {
        nextNanos += FRAME_NANOS;
        packet.clear();
        packet.put((byte) 0x80).put((byte) 0).putShort(sequence++);
        packet.putInt(timestamp).putInt(callId.hashCode()).put(frame).flip();
        timestamp += SAMPLES;
        long sentNanos = System.nanoTime();
        rtp.send(packet, peer);
        do {
            hear();
            LockSupport.parkNanos(Math.clamp(nextNanos - System.nanoTime(), 0, 2_000_000));
        } while (nextNanos - System.nanoTime() > 0);
        return sentNanos;
    }

    private void hear() throws IOException {
        packet.clear();
        while (rtp.receive(packet) != null) {
            if (packet.position() == HEADER + SAMPLES) {
                heard(packet.array());
            }
            packet.clear();
        }
    }

    private void heard(byte[] bytes) throws IOException {
        System.arraycopy(recent, SAMPLES, recent, 0, MARK_SAMPLES - SAMPLES);
        double energy = 0;
        for (int i = 0; i < SAMPLES; i++) {
            short sample = Ulaw.decode(bytes[HEADER + i]);
            frame[i] = sample;
            recent[MARK_SAMPLES - SAMPLES + i] = sample;
            energy += (double) sample * sample;
        }
        long now = System.nanoTime();
        ear.heard(frame, now);
        if (Math.sqrt(energy / SAMPLES) < AUDIBLE) {
            return;
        }
        if (now - lastAudibleNanos > PAUSE_NANOS) {
            audibleSinceNanos = now;
        }
        lastAudibleNanos = now;
        heardFrames++;
        int mark = pureMark();
        if (mark >= 0) {
            heardMark = mark;
            markNanos = lastAudibleNanos;
        }
    }

    /** Speech has many pitches, a mark one. */
    private int pureMark() {
        int mark = Marks.numberIn(recent, MARK_SAMPLES, 8_000);
        return mark >= 0 && Marks.isPure(recent, mark, 8_000) ? mark : -1;
    }

    /** When something was heard last ({@code System.nanoTime()}); 0 before. */
    public long lastAudibleNanos() {
        return lastAudibleNanos;
    }

    /** When the sound of {@link #lastAudibleNanos} began, after a pause. */
    public long audibleSinceNanos() {
        return audibleSinceNanos;
    }

    /** Frames of 20 ms in which something was heard. */
    public long heardFrames() {
        return heardFrames;
    }

    /** The mark heard last; -1 before. */
    public int heardMark() {
        return heardMark;
    }

    /** When it was heard last. */
    public long markNanos() {
        return markNanos;
    }

    public void forgetMark() {
        heardMark = -1;
    }

    /** The first part of its Call-ID. */
    public String callId() {
        return callId;
    }

    /** Whether the other side has ended the call. */
    public boolean isHungUp() throws IOException {
        take();
        return hungUp;
    }

    /**
     * What it says when it is asked to call somebody else: status and reason.
     *
     * @param answer to REFER
     * @param outcome of the call, where it has agreed (RFC 3515 §2.4.5)
     */
    public void whenTransferred(String answer, String outcome) {
        agreement = answer;
        transferOutcome = outcome;
    }

    /**
     * Where the other side has asked it to call instead, as in Refer-To; empty before. If nothing
     * else was said it agrees, and tells at once that the person there has taken the call.
     */
    public String referredTo() throws IOException {
        take();
        return referTo;
    }

    private void take() throws IOException {
        sip.setSoTimeout(1);
        try {
            var in = new DatagramPacket(new byte[65_535], 65_535);
            sip.receive(in);
            String message =
                    new String(in.getData(), 0, in.getLength(), StandardCharsets.ISO_8859_1);
            hungUp |= message.startsWith("BYE");
            if (message.startsWith("REFER")) {
                accept(message);
            }
        } catch (SocketTimeoutException _) {
            // Nothing was said, so nothing has changed.
        }
    }

    private void accept(String refer) throws IOException {
        boolean first = referTo.isEmpty();
        referTo = find(REFER_TO, refer);
        String echoed =
                refer.lines()
                        .filter(line -> line.matches("(?i)(via|from|to|call-id|cseq):.*"))
                        .collect(Collectors.joining("\r\n", "", "\r\n"));
        send("SIP/2.0 " + agreement + "\r\n" + echoed + "Content-Length: 0\r\n\r\n");
        if (first && agreement.startsWith("2")) {
            String news =
                    "Event: refer\nSubscription-State: terminated;reason=noresource\n"
                            + "Content-Type: message/sipfrag;version=2.0\n";
            String outcome = "SIP/2.0 " + transferOutcome + "\r\n";
            send(request("NOTIFY", contact, to, ++number, news, outcome));
        }
    }

    /** Says goodbye where the other side has not. */
    @Override
    public void close() {
        try {
            if (!hungUp && !contact.isEmpty()) {
                send(request("BYE", contact, to, ++number, ""));
                receive();
            }
        } catch (IOException _) {
            // The call ends by its RTP time-out, as calls of lost phones do.
        } finally {
            sip.close();
            try {
                rtp.close();
            } catch (IOException _) {
                // Nothing to be done about it.
            }
        }
    }
}
