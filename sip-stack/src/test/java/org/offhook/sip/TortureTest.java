package org.offhook.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * Every message of RFC 4475 and RFC 5118, sent over a real socket; torture/table.csv holds what may
 * come back, and what is known to be wrong. The messages are those of the RFCs, but that three
 * bodies of RFC 5118 have the length that they have and not the one that it prints. One change is
 * made to requests: the top Via gets {@code rport}, as a phone behind a NAT would write it, so that
 * the answer reaches this test and not port 5060 of the RFC's host. Each meets a stack of its own,
 * because many share one branch.
 */
class TortureTest {
    private static final int WORKERS = 4;
    private static final int PATIENCE_MILLIS = 20_000;
    private static final Pattern TOP_VIA =
            Pattern.compile(
                    "(?:^|\r\n)(?:via|v)\\s*:\\s*SIP\\s*/\\s*[\\d.]+\\s*/\\s*(\\w+)\\s+"
                            + "(?:\\[[^\\]]*]|[^\\s;:,\\[]+)(?::\\d+)?",
                    Pattern.CASE_INSENSITIVE);

    private SipStack stack;

    @BeforeEach
    void start() throws IOException {
        stack = SipStack.start(Phone.config(200), Phone.REPEATS_SOON, invite -> invite.reject(486));
    }

    @AfterEach
    void stop() {
        stack.close();
    }

    @ParameterizedTest(name = "RFC {0} {1}")
    @CsvFileSource(resources = "/torture/table.csv", delimiter = '|')
    void whatComesBack(String section, String name, String allowed, String known)
            throws IOException {
        List<String> right = List.of(allowed.split(" "));
        boolean hopeful = known == null;
        String seen = outcome(read(name), hopeful ? right.getFirst() : known);
        if (hopeful) {
            assertTrue(right.contains(seen), name + " of " + section + ": " + seen);
        } else {
            assertFalse(right.contains(seen), name + " is right now: take it off the known ones");
            assertEquals(known, seen, name + " of " + section);
        }
        isAlive();
    }

    private static byte[] read(String name) throws IOException {
        try (InputStream in = TortureTest.class.getResourceAsStream("/torture/" + name + ".dat")) {
            return in.readAllBytes();
        }
    }

    private String outcome(byte[] message, String expected) throws IOException {
        String latin = new String(message, StandardCharsets.ISO_8859_1);
        Matcher via = TOP_VIA.matcher(latin);
        assertTrue(via.find(), latin);
        boolean request = !latin.startsWith("SIP/");
        String told =
                request
                        ? latin.substring(0, via.end()) + ";rport" + latin.substring(via.end())
                        : latin;
        byte[] bytes = told.getBytes(StandardCharsets.ISO_8859_1);
        boolean datagram = via.group(1).equalsIgnoreCase("UDP");
        return datagram ? overUdp(bytes, expected) : overTcp(bytes, expected);
    }

    private String overUdp(byte[] bytes, String expected) throws IOException {
        try (Wire wire = new Wire(stack.listening())) {
            wire.send(bytes);
            if (expected.equals("silence")) {
                isAlive();
                return isAnswered(wire) ? "answered" : "silence";
            }
            return Integer.toString(wire.receiveFinal().status());
        }
    }

    private static boolean isAnswered(Wire wire) throws IOException {
        wire.socket.setSoTimeout(1);
        try {
            wire.socket.receive(new DatagramPacket(new byte[1], 1));
            return true;
        } catch (SocketTimeoutException silence) {
            return false;
        }
    }

    /** A probe follows on the same connection: where nothing is to come, its answer says so. */
    private String overTcp(byte[] bytes, String expected) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(stack.listening());
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().write(probe("TCP", socket.getLocalPort()).getBytes());
            for (String start = line(socket); !start.isEmpty(); start = line(socket)) {
                int status = Integer.parseInt(start.substring(8, 11));
                boolean forProbe = head(socket).contains("Call-ID: alive");
                if (forProbe && expected.equals("silence")) {
                    return "silence";
                }
                if (!forProbe && status >= 200) {
                    return Integer.toString(status);
                }
            }
            return "closed";
        }
    }

    /** The rest of a message without body. */
    private static String head(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        for (String line = line(socket); !line.isEmpty(); line = line(socket)) {
            head.append(line).append('\n');
        }
        return head.toString();
    }

    private static String line(Socket socket) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = socket.getInputStream().read(); b >= 0 && b != '\n'; ) {
            line.write(b);
            b = socket.getInputStream().read();
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }

    private static String probe(String transport, int port) {
        return String.join(
                "\r\n",
                "OPTIONS sip:6001@127.0.0.1 SIP/2.0",
                "Via: SIP/2.0/" + transport + " 127.0.0.1:" + port + ";rport;branch=z9hG4bKalive",
                "From: <sip:prober@192.0.2.1>;tag=s",
                "To: <sip:6001@127.0.0.1>",
                "Call-ID: alive" + port,
                "CSeq: 1 OPTIONS",
                "Max-Forwards: 70",
                "Content-Length: 0",
                "",
                "");
    }

    /** All of JAIN-SIP's workers are there. */
    private void isAlive() throws IOException {
        try (Wire prober = new Wire(stack.listening())) {
            for (int i = 0; i < 2 * WORKERS; i++) {
                prober.ask(probe("UDP", prober.port())).is(200);
            }
        }
    }
}
