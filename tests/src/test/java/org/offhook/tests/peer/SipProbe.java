package org.offhook.tests.peer;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sends hand-written SIP over UDP, also messages that no well-made program would send, and reads
 * what comes back. One thread.
 */
public final class SipProbe implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration TRY_AGAIN = Duration.ofMillis(250);
    private static final int LONGEST_MESSAGE = 65_535;

    private final DatagramSocket socket;
    private final InetSocketAddress target;
    private int sent;

    private SipProbe(DatagramSocket socket, InetSocketAddress target) {
        this.socket = socket;
        this.target = target;
    }

    /** Opens a probe on an address of its own. */
    public static SipProbe to(InetSocketAddress target) throws IOException {
        InetAddress address = Loopback.next();
        return new SipProbe(new DatagramSocket(0, address), target);
    }

    /** True as soon as {@code target} answers OPTIONS with anything; false after half a minute. */
    public static boolean answersOptions(InetSocketAddress target) throws IOException {
        try (SipProbe probe = to(target)) {
            long start = System.nanoTime();
            while (System.nanoTime() - start < PATIENCE.toNanos()) {
                probe.send(probe.request("OPTIONS", "sip:" + Loopback.text(target)));
                if (probe.reply(TRY_AGAIN).isPresent()) {
                    return true;
                }
            }
            return false;
        }
    }

    /** A correct request outside any dialog, with a new branch, tag and Call-ID; no body. */
    public String request(String method, String uri) {
        sent++;
        String here = Loopback.text((InetSocketAddress) socket.getLocalSocketAddress());
        return """
        %1$s %2$s SIP/2.0
        Via: SIP/2.0/UDP %3$s;branch=z9hG4bK-probe-%4$d;rport
        Max-Forwards: 70
        From: <sip:probe@%3$s>;tag=probe-%4$d
        To: <%2$s>
        Call-ID: probe-%4$d@%3$s
        CSeq: 1 %1$s
        Contact: <sip:probe@%3$s>
        Content-Length: 0

        """
                .formatted(method, uri, here, sent)
                .replace("\n", "\r\n");
    }

    public void send(String message) throws IOException {
        send(message.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void send(byte[] message) throws IOException {
        socket.send(new DatagramPacket(message, message.length, target));
    }

    /** What arrives until nothing has for {@code quiet}. */
    public List<String> replies(Duration quiet) throws IOException {
        var replies = new ArrayList<String>();
        for (var reply = reply(quiet); reply.isPresent(); reply = reply(quiet)) {
            replies.add(reply.get());
        }
        return replies;
    }

    private Optional<String> reply(Duration patience) throws IOException {
        var packet = new DatagramPacket(new byte[LONGEST_MESSAGE], LONGEST_MESSAGE);
        socket.setSoTimeout((int) patience.toMillis());
        try {
            socket.receive(packet);
        } catch (SocketTimeoutException none) {
            return Optional.empty();
        }
        byte[] bytes = packet.getData();
        return Optional.of(new String(bytes, 0, packet.getLength(), StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() {
        socket.close();
    }
}
