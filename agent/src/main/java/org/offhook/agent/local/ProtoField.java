package org.offhook.agent.local;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One field of a message in protocol buffers' wire format, enough to take an ONNX file apart and
 * put it together otherwise without a generated parser. Weights are never copied: payloads are
 * slices of the buffer read.
 */
sealed interface ProtoField {
    int WIRE_VARINT = 0;
    int WIRE_FIXED64 = 1;
    int WIRE_LENGTH = 2;
    int WIRE_FIXED32 = 5;

    int number();

    /** What is nested in it. */
    List<ProtoField> fields();

    /** Bytes on the wire, key and length included. */
    int wireBytes();

    void write(ByteBuffer out);

    /** As read. {@code payload}: what follows key and length. */
    record Raw(int number, int wireType, ByteBuffer payload) implements ProtoField {
        @Override
        public List<ProtoField> fields() {
            return read(payload);
        }

        @Override
        public int wireBytes() {
            int length = wireType == WIRE_LENGTH ? varintBytes(payload.remaining()) : 0;
            return varintBytes((long) number << 3) + length + payload.remaining();
        }

        @Override
        public void write(ByteBuffer out) {
            putVarint(out, (long) number << 3 | wireType);
            if (wireType == WIRE_LENGTH) {
                putVarint(out, payload.remaining());
            }
            out.put(payload.duplicate());
        }
    }

    /** A message inside a message. */
    record Nested(int number, List<ProtoField> fields) implements ProtoField {
        @Override
        public int wireBytes() {
            int content = wireBytesOf(fields);
            return varintBytes((long) number << 3) + varintBytes(content) + content;
        }

        @Override
        public void write(ByteBuffer out) {
            putVarint(out, (long) number << 3 | WIRE_LENGTH);
            putVarint(out, wireBytesOf(fields));
            fields.forEach(field -> field.write(out));
        }
    }

    static ProtoField text(int number, String value) {
        return new Raw(
                number, WIRE_LENGTH, ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
    }

    static ProtoField number(int number, long value) {
        ByteBuffer payload = ByteBuffer.allocate(varintBytes(value));
        putVarint(payload, value);
        return new Raw(number, WIRE_VARINT, payload.flip());
    }

    /**
     * Takes one message apart, not what is nested in it.
     *
     * @throws IllegalArgumentException not in wire format
     */
    static List<ProtoField> read(ByteBuffer message) {
        ByteBuffer in = message.duplicate();
        var fields = new ArrayList<ProtoField>();
        while (in.hasRemaining()) {
            long key = takeVarint(in);
            int wireType = (int) key & 7;
            int length =
                    switch (wireType) {
                        case WIRE_VARINT -> varintLength(in);
                        case WIRE_FIXED64 -> Long.BYTES;
                        case WIRE_LENGTH -> Math.toIntExact(takeVarint(in));
                        case WIRE_FIXED32 -> Integer.BYTES;
                        default -> throw new IllegalArgumentException("wire type " + wireType);
                    };
            fields.add(new Raw((int) (key >>> 3), wireType, in.slice(in.position(), length)));
            in.position(in.position() + length);
        }
        return fields;
    }

    /** The payloads of all fields with this number, in order. */
    static List<ByteBuffer> payloads(List<ProtoField> fields, int number) {
        var payloads = new ArrayList<ByteBuffer>();
        for (ProtoField field : fields) {
            if (field instanceof Raw raw && raw.number() == number) {
                payloads.add(raw.payload());
            }
        }
        return payloads;
    }

    /** The texts of all fields with this number, in order. */
    static List<String> texts(List<ProtoField> fields, int number) {
        return payloads(fields, number).stream()
                .map(payload -> StandardCharsets.UTF_8.decode(payload.duplicate()).toString())
                .toList();
    }

    static int wireBytesOf(List<ProtoField> fields) {
        return fields.stream().mapToInt(ProtoField::wireBytes).reduce(0, Math::addExact);
    }

    private static long takeVarint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number that does not end");
    }

    private static int varintLength(ByteBuffer in) {
        int length = 1;
        while (in.get(in.position() + length - 1) < 0) {
            length++;
        }
        return length;
    }

    private static int varintBytes(long value) {
        return Math.max(1, Math.ceilDiv(Long.SIZE - Long.numberOfLeadingZeros(value), 7));
    }

    private static void putVarint(ByteBuffer out, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.put((byte) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }
}
