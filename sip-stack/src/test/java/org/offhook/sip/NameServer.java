package org.offhook.sip;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A name server on 127.0.0.1 that knows a few records, and remembers what it was asked. */
final class NameServer implements AutoCloseable {
    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
    private final List<Record> records = new ArrayList<>();
    private final CountDownLatch speaks;

    /** Each question: {@code TYPE name}. */
    final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

    /**
     * @param lines {@code name TTL TYPE data}, as in a zone file
     */
    NameServer(String... lines) throws IOException {
        this(new CountDownLatch(0), lines);
    }

    /**
     * @param speaks nothing is answered before
     */
    NameServer(CountDownLatch speaks, String... lines) throws IOException {
        this.speaks = speaks;
        for (String line : lines) {
            String[] parts = line.split(" ", 4);
            records.add(
                    Record.fromString(
                            Name.fromString(parts[0], Name.root),
                            Type.value(parts[2]),
                            DClass.IN,
                            Long.parseLong(parts[1]),
                            parts[3],
                            Name.root));
        }
        Thread.ofVirtual().start(this::serve);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
    }

    private void serve() {
        byte[] buffer = new byte[4096];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] query = Arrays.copyOf(buffer, packet.getLength());
                byte[] reply = answer(new Message(query)).toWire();
                speaks.await();
                socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
            }
        } catch (IOException | InterruptedException closed) {
            // The test is over.
        }
    }

    private Message answer(Message query) {
        Record question = query.getQuestion();
        asked.add(Type.string(question.getType()) + " " + question.getName().toString(true));
        Message reply = new Message(query.getHeader().getID());
        reply.getHeader().setFlag(Flags.QR);
        reply.addRecord(question, Section.QUESTION);
        boolean exists = false;
        for (Record record : records) {
            boolean named = record.getName().equals(question.getName());
            exists |= named;
            if (named && record.getType() == question.getType()) {
                reply.addRecord(record, Section.ANSWER);
            }
        }
        reply.getHeader().setRcode(exists ? Rcode.NOERROR : Rcode.NXDOMAIN);
        return reply;
    }

    @Override
    public void close() {
        socket.close();
    }
}
