package org.offhook.sip.jain;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/**
 * JAIN-SIP's UDP socket. To what it cannot parse the library answers 400 by itself, and sends the
 * whole bad message back in it, and pieces of it in the reason: who forges an address would have
 * twice the bytes sent there. Here such a 400 leaves with its headers only. Any thread.
 */
final class DiscreetSocket extends DatagramSocket {
    private static final byte[] OWN_REFUSAL = ascii("SIP/2.0 400 Bad Request (");

    DiscreetSocket(int port, InetAddress local) throws SocketException {
        super(port, local);
    }

    @Override
    public void send(DatagramPacket packet) throws IOException {
        if (!begins(packet.getData(), packet.getOffset(), packet.getLength())) {
            super.send(packet);
            return;
        }
        byte[] kept = withoutEcho(packet.getData(), packet.getOffset(), packet.getLength());
        if (kept.length > 0) {
            packet.setData(kept);
            super.send(packet);
        }
    }

    private static boolean begins(byte[] message, int offset, int length) {
        for (int i = 0; i < OWN_REFUSAL.length; i++) {
            if (i >= length || message[offset + i] != OWN_REFUSAL[i]) {
                return false;
            }
        }
        return true;
    }

    /** The same refusal with a plain reason and no body; length 0 where that cannot be made. */
    private static byte[] withoutEcho(byte[] message, int offset, int length) {
        String text = new String(message, offset, length, StandardCharsets.ISO_8859_1);
        // The reason may hold line ends of the bad message; what follows it are copied headers.
        int headers = text.indexOf("\r\nVia");
        int end = text.indexOf("\r\nContent-", Math.max(0, headers));
        if (headers < 0 || end < 0) {
            return new byte[0];
        }
        String kept = text.substring(headers, end);
        return ascii("SIP/2.0 400 Bad Request" + kept + "\r\nContent-Length: 0\r\n\r\n");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
