package org.offhook.media.dtls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

/** What may come to Bouncy Castle before the client has proved its certificate. */
class CipherGateTest {
    private static final byte[] CLIENT_HELLO = record(22, 0, message(1, 30, 0, 30));
    private static final byte[] KEY_EXCHANGE = record(22, 0, message(16, 66, 0, 66));
    private static final byte[] VERIFY = record(22, 0, message(15, 80, 0, 80));
    private static final byte[] CHANGE = record(20, 0, new byte[] {1});
    private static final byte[] FINISHED = record(22, 1, new byte[40]);

    private final CipherGate gate = new CipherGate();

    private static byte[] record(int type, int epoch, byte[] body) {
        byte[] record = new byte[13 + body.length];
        record[0] = (byte) type;
        record[1] = (byte) 254;
        record[2] = (byte) 253;
        record[4] = (byte) epoch;
        record[12] = (byte) body.length;
        System.arraycopy(body, 0, record, 13, body.length);
        return record;
    }

    private static byte[] message(int type, int length, int from, int bytes) {
        byte[] message = new byte[12 + bytes];
        message[0] = (byte) type;
        message[3] = (byte) length;
        message[8] = (byte) from;
        message[11] = (byte) bytes;
        return message;
    }

    private static byte[] joined(byte[]... records) {
        var all = new ByteArrayOutputStream();
        for (byte[] each : records) {
            all.writeBytes(each);
        }
        return all.toByteArray();
    }

    private byte[] admitted(byte[] datagram) {
        return gate.admit(datagram, datagram.length);
    }

    @Test
    void aFlightInItsOrderPassesWhole() {
        byte[] flight = joined(KEY_EXCHANGE, VERIFY, CHANGE, FINISHED);
        assertArrayEquals(CLIENT_HELLO, admitted(CLIENT_HELLO));
        assertArrayEquals(flight, admitted(flight));
        assertArrayEquals(CHANGE, admitted(CHANGE));
    }

    @Test
    void theChangeOfCipherWaitsForTheProof() {
        assertArrayEquals(KEY_EXCHANGE, admitted(joined(KEY_EXCHANGE, CHANGE, FINISHED)));
        assertEquals(0, admitted(CHANGE).length);
        assertEquals(0, admitted(FINISHED).length);
        assertArrayEquals(VERIFY, admitted(VERIFY));
        assertArrayEquals(FINISHED, admitted(FINISHED));
    }

    @Test
    void aProofInPiecesIsThereWithItsLast() {
        admitted(record(22, 0, message(15, 80, 0, 40)));
        assertEquals(0, admitted(CHANGE).length);
        admitted(record(22, 0, message(15, 80, 40, 40)));
        assertArrayEquals(CHANGE, admitted(CHANGE));
    }

    @Test
    void whatIsCutOffOrNoRecordIsLeftToTheLibrary() {
        for (int length = 1; length < CLIENT_HELLO.length; length++) {
            assertEquals(length, gate.admit(CLIENT_HELLO, length).length);
        }
    }
}
