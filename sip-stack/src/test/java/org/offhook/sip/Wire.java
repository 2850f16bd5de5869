package org.offhook.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A peer that writes its datagrams by hand, so that it can also be wrong. */
final class Wire implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    /** As any peer without a transport that repeats for it (RFC 3261 §17.1.2.2). */
    private static final int REPEAT_MILLIS = 500;

    private static final int MOST_REPEATS = 50;

    final DatagramSocket socket;
    private InetSocketAddress peer;
    private final Set<String> heard = new HashSet<>();
    private int branches;

    Wire(InetSocketAddress peer) throws IOException {
        String here = peer.getAddress() instanceof Inet6Address ? "::1" : "127.0.0.1";
        this.socket = new DatagramSocket(0, InetAddress.getByName(here));
        this.peer = peer;
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** From now on this is who it answers. */
    void follows(InetSocketAddress stack) {
        peer = stack;
    }

    int port() {
        return socket.getLocalPort();
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) throws IOException {
        socket.send(new DatagramPacket(bytes, bytes.length, peer));
    }

    /** The next message that is not a repeat: a busy machine may repeat anything. */
    Message receive() throws IOException {
        Message message = receiveAny();
        while (!heard.add(message.text())) {
            message = receiveAny();
        }
        return message;
    }

    private Message receiveAny() throws IOException {
        byte[] buffer = new byte[65_536];
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        try {
            socket.receive(packet);
        } catch (SocketTimeoutException silence) {
            return fail("waited in vain for a datagram");
        }
        int length = packet.getLength();
        return new Message(new String(buffer, 0, length, StandardCharsets.UTF_8));
    }

    /** Waits for an ACK of that number, also for one more. */
    void receiveAck(String sequence) throws IOException {
        Message message = receiveAny();
        while (!message.start().startsWith("ACK")
                || !message.one("CSeq").equals(sequence + " ACK")) {
            message = receiveAny();
        }
    }

    /** Waits until the same message comes once more. */
    void receiveAgain(Message message) throws IOException {
        while (!receiveAny().equals(message)) {
            continue;
        }
    }

    /** Sends a request until something comes back, for datagrams get lost in a burst. */
    Message ask(String request) throws IOException {
        long limit = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
        socket.setSoTimeout(REPEAT_MILLIS);
        try {
            byte[] buffer = new byte[65_536];
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            while (System.nanoTime() < limit) {
                send(request);
                try {
                    socket.receive(packet);
                    return new Message(
                            new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8));
                } catch (SocketTimeoutException silence) {
                    continue;
                }
            }
            return fail("waited in vain for an answer");
        } finally {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    /** The next response that is not provisional. */
    Message receiveFinal() throws IOException {
        Message message = receive();
        while (message.start().startsWith("SIP/2.0 1")) {
            message = receive();
        }
        return message;
    }

    /** The next message that starts so and is not a repeat. */
    Message receive(String start) throws IOException {
        Message message = receive();
        while (!message.start().startsWith(start)) {
            message = receive();
        }
        return message;
    }

    /**
     * Waits until nothing has come for that long; all that comes before must be repeats, and of
     * those only as many as may have been on their way.
     */
    void becomesQuietFor(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            byte[] buffer = new byte[65_536];
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            for (int repeats = 0; repeats < MOST_REPEATS; repeats++) {
                socket.receive(packet);
                String text = new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8);
                assertTrue(heard.contains(text), text);
            }
            fail("it is said again and again");
        } catch (SocketTimeoutException silence) {
            return;
        } finally {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    String via() {
        branches++;
        return "Via: SIP/2.0/UDP 127.0.0.1:"
                + port()
                + ";rport;branch=z9hG4bKw"
                + port()
                + branches;
    }

    /** Answers a request of the stack. */
    void respond(Message request, String status, String... more) throws IOException {
        StringBuilder text = new StringBuilder("SIP/2.0 ").append(status).append("\r\n");
        for (String name : List.of("Via", "From", "To", "Call-ID", "CSeq")) {
            for (String value : request.all(name)) {
                boolean tag = name.equals("To") && !value.contains("tag=");
                text.append(name).append(": ").append(value).append(tag ? ";tag=wire" : "");
                text.append("\r\n");
            }
        }
        send(text + join(more));
    }

    /** Extra headers and, last, a body that starts with an empty string before it. */
    private static String join(String... more) {
        StringBuilder headers = new StringBuilder();
        for (String line : more) {
            headers.append(line).append("\r\n");
        }
        boolean body = headers.indexOf("\r\n\r\n") >= 0;
        return body ? headers.toString() : headers + "Content-Length: 0\r\n\r\n";
    }

    /** One call from this peer's side. */
    final class Caller {
        final String callId = "wire-" + port() + "-" + System.nanoTime();
        final String uri = "sip:6001@127.0.0.1:" + peer.getPort();
        int contactPort = port();
        private String to = "<" + uri + ">";
        private int sequence;
        private String inviteVia = "";
        private int inviteSequence;

        /** Sends a request; the lines are headers, then perhaps "" and a body. */
        void send(String method, String... more) throws IOException {
            String via = via();
            switch (method) {
                case "INVITE" -> {
                    inviteVia = via;
                    inviteSequence = ++sequence;
                    write(method, via, sequence, more);
                }
                case "ACK" -> write(method, via, inviteSequence, more);
                case "CANCEL" -> write(method, inviteVia, inviteSequence, more);
                default -> write(method, via, ++sequence, more);
            }
        }

        void repeatWithNumber(String method, int number, String... more) throws IOException {
            write(method, via(), number, more);
        }

        private void write(String method, String via, int number, String... more)
                throws IOException {
            String head =
                    String.join(
                            "\r\n",
                            method + " " + uri + " SIP/2.0",
                            via,
                            "Max-Forwards: 70",
                            "From: <sip:wire@127.0.0.1>;tag=caller",
                            "To: " + to,
                            "Call-ID: " + callId,
                            "CSeq: " + number + " " + method,
                            "Contact: <sip:wire@127.0.0.1:" + contactPort + ">");
            Wire.this.send(head + "\r\n" + join(more));
        }

        /** Takes the To tag from a response: the dialog exists now. */
        Message joins(Message response) {
            to = response.one("To");
            return response;
        }

        /** INVITE, 200, ACK. */
        Message isAnsweredBy(Phone phone, Phone.Side[] side) throws IOException {
            send("INVITE", body("application/sdp", new String(Phone.OFFER)));
            side[0] = phone.answers();
            Message ok = joins(receive("SIP/2.0 200"));
            send("ACK");
            return ok;
        }
    }

    static String[] body(String type, String body, String... more) {
        List<String> lines = new ArrayList<>(List.of(more));
        lines.add("Content-Type: " + type);
        lines.add("Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length);
        lines.add("");
        lines.add(body);
        String joined = String.join("\r\n", lines);
        return new String[] {
            joined.endsWith("\r\n") ? joined.substring(0, joined.length() - 2) : joined
        };
    }

    /** A message as text. */
    record Message(String text) {
        String start() {
            return text.lines().findFirst().orElse("");
        }

        int status() {
            assertTrue(start().startsWith("SIP/2.0 "), text);
            return Integer.parseInt(start().substring(8, 11));
        }

        Message is(int status) {
            assertEquals(status, status(), text);
            return this;
        }

        List<String> all(String name) {
            return text.lines()
                    .takeWhile(line -> !line.isEmpty())
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .toList();
        }

        Optional<String> some(String name) {
            return all(name).stream().findFirst();
        }

        String one(String name) {
            List<String> found = all(name);
            assertEquals(1, found.size(), name + " in " + text);
            return found.getFirst();
        }

        String body() {
            int end = text.indexOf("\r\n\r\n");
            return end < 0 ? "" : text.substring(end + 4);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
