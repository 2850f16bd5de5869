package org.offhook.sip;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tiny registrar over UDP and TCP: challenges each REGISTER that has no right answer, with its
 * own digest arithmetic, and remembers what it was asked.
 */
final class Registrar implements AutoCloseable {
    private final List<String> algorithms;
    private final String password;
    private final DatagramSocket udp = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
    private final ServerSocket tcp = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    final BlockingQueue<Wire.Message> accepted = new LinkedBlockingQueue<>();
    final BlockingQueue<Wire.Message> refused = new LinkedBlockingQueue<>();

    /**
     * @param algorithms one challenge for each, in this order; none: everyone is welcome
     */
    Registrar(String password, String... algorithms) throws IOException {
        this.password = password;
        this.algorithms = List.of(algorithms);
        Thread.ofVirtual().start(this::serveUdp);
        Thread.ofVirtual().start(this::serveTcp);
    }

    int port(Transport transport) {
        return transport == Transport.UDP ? udp.getLocalPort() : tcp.getLocalPort();
    }

    String uri(Transport transport) {
        return switch (transport) {
            case UDP -> "sip:127.0.0.1:" + udp.getLocalPort();
            case TCP, TLS -> "sip:127.0.0.1:" + tcp.getLocalPort() + ";transport=tcp";
        };
    }

    private void serveUdp() {
        byte[] buffer = new byte[16_384];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                String text = new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8);
                byte[] reply = answer(new Wire.Message(text)).getBytes(StandardCharsets.UTF_8);
                udp.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serveTcp() {
        try {
            while (true) {
                Socket connection = tcp.accept();
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            var in =
                    new BufferedReader(
                            new InputStreamReader(
                                    connection.getInputStream(), StandardCharsets.UTF_8));
            StringBuilder message = new StringBuilder();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                message.append(line).append("\r\n");
                if (line.isEmpty() && message.length() > 2) {
                    String reply = answer(new Wire.Message(message.toString()));
                    connection.getOutputStream().write(reply.getBytes(StandardCharsets.UTF_8));
                    message.setLength(0);
                }
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private String answer(Wire.Message register) {
        boolean welcome = algorithms.isEmpty() || isRight(register);
        if (known.add(register.one("Call-ID") + register.one("CSeq"))) {
            (welcome ? accepted : refused).add(register); // a busy machine asks twice
        }
        StringBuilder reply =
                new StringBuilder(welcome ? "SIP/2.0 200 OK\r\n" : "SIP/2.0 401 Unauthorized\r\n");
        for (String name : List.of("Via", "From", "To", "Call-ID", "CSeq")) {
            reply.append(name).append(": ").append(register.one(name)).append("\r\n");
        }
        if (welcome) {
            String expires = register.one("Expires");
            reply.append("Contact: <sip:other@192.0.2.9>;expires=7\r\n");
            if (!expires.equals("0")) {
                reply.append("Contact: ").append(register.one("Contact"));
                reply.append(";expires=").append(expires).append("\r\n");
            }
        }
        for (String algorithm : welcome ? List.<String>of() : algorithms) {
            reply.append("WWW-Authenticate: Digest realm=\"test\", qop=\"auth\", opaque=\"o\",");
            reply.append(" nonce=\"n").append(algorithm).append("\", algorithm=");
            reply.append(algorithm).append("\r\n");
        }
        return reply + "Content-Length: 0\r\n\r\n";
    }

    private boolean isRight(Wire.Message register) {
        String header = register.some("Authorization").orElse("");
        if (header.isEmpty()) {
            return false;
        }
        String algorithm = parameter(header, "algorithm");
        String secret = hash(algorithm, "6001:test:" + password);
        if (algorithm.endsWith("-sess")) {
            secret =
                    hash(
                            algorithm,
                            secret
                                    + ":"
                                    + parameter(header, "nonce")
                                    + ":"
                                    + parameter(header, "cnonce"));
        }
        String uri = register.start().split(" ")[1];
        String expected =
                hash(
                        algorithm,
                        String.join(
                                ":",
                                secret,
                                parameter(header, "nonce"),
                                parameter(header, "nc"),
                                parameter(header, "cnonce"),
                                "auth",
                                hash(algorithm, "REGISTER:" + uri)));
        return expected.equals(parameter(header, "response"))
                && parameter(header, "username").equals("6001")
                && parameter(header, "opaque").equals("o")
                && parameter(header, "uri").equals(uri);
    }

    private static String parameter(String header, String name) {
        Matcher found = Pattern.compile("\\b" + name + "=\"?([^\",]*)").matcher(header);
        return found.find() ? found.group(1) : "";
    }

    private static String hash(String algorithm, String text) {
        try {
            String name = algorithm.startsWith("SHA-256") ? "SHA-256" : "MD5";
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance(name).digest(bytes));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }
}
