package org.offhook.sip.machine;

import java.net.InetAddress;

/**
 * Addresses that begin alike, as {@code 192.0.2.0/24} or {@code 2001:db8::/32}; one without a
 * length is itself only.
 *
 * @param bits how many of the first bits count
 */
public record AddressRange(InetAddress first, int bits) {
    /** Throws IllegalArgumentException, naming the text, where it is none. */
    public static AddressRange parse(String text) {
        String[] parts = text.strip().split("/", -1);
        try {
            InetAddress address = InetAddress.ofLiteral(parts[0]);
            int most = 8 * address.getAddress().length;
            int bits = parts.length == 1 ? most : Integer.parseInt(parts[1]);
            if (parts.length <= 2 && bits >= 0 && bits <= most) {
                return new AddressRange(address, bits);
            }
        } catch (IllegalArgumentException neither) {
            // Named below.
        }
        throw new IllegalArgumentException(
                "not an address or range such as 192.0.2.0/24 or 2001:db8::/32: " + text);
    }

    /** False for an address of the other family. */
    public boolean contains(InetAddress address) {
        byte[] ours = first.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % 8;
            if (((ours[bit / 8] ^ theirs[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
