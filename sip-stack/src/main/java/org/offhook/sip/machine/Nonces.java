package org.offhook.sip.machine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Nonces that need no memory until they are used: time and number, signed. For any thread; what has
 * been used is guarded by its lock, and the oldest of it is forgotten, and so refused, at the
 * limit.
 */
public final class Nonces {
    private static final long LIFETIME_MILLIS = 300_000;
    private static final int USED_THEN_FORGET_OLDEST = 4096;
    private static final int SIGNATURE_BYTES = 16;

    /**
     * One use of a nonce.
     *
     * @param count the client's count, from 1
     * @param name of the request: the same one may come twice
     */
    public record Use(String nonce, long count, String name) {}

    private final SecretKeySpec key;
    private final AtomicLong issued = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Use> used = new LinkedHashMap<>();
    private long forgottenUntilMillis = Long.MIN_VALUE;

    /**
     * @param key secret random bytes, at least 16
     */
    public Nonces(byte[] key) {
        this.key = new SecretKeySpec(key, "HmacSHA256");
    }

    String issue(long nowMillis) {
        byte[] stamp =
                ByteBuffer.allocate(16)
                        .putLong(nowMillis)
                        .putLong(issued.incrementAndGet())
                        .array();
        return HexFormat.of().formatHex(stamp) + sign(stamp);
    }

    /** True where this server made it, however long ago. */
    boolean isOurs(String nonce) {
        if (!nonce.matches("[0-9a-f]{64}")) {
            return false;
        }
        byte[] stamp = HexFormat.of().parseHex(nonce, 0, 32);
        return MessageDigest.isEqual(
                sign(stamp).getBytes(StandardCharsets.US_ASCII),
                nonce.substring(32).getBytes(StandardCharsets.US_ASCII));
    }

    /** False where it is not ours, too old, or was used so before, by another request. */
    boolean use(Use use, long nowMillis) {
        if (!isOurs(use.nonce())) {
            return false;
        }
        long made = made(use.nonce());
        if (nowMillis - made > LIFETIME_MILLIS) {
            return false;
        }
        lock.lock();
        try {
            Use last = used.get(use.nonce());
            if (last == null && made <= forgottenUntilMillis) {
                return false;
            }
            if (last != null && !last.equals(use) && use.count() <= last.count()) {
                return false;
            }
            used.put(use.nonce(), use);
            forgetOldest();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void forgetOldest() {
        if (used.size() > USED_THEN_FORGET_OLDEST) {
            String oldest = used.keySet().iterator().next();
            used.remove(oldest);
            forgottenUntilMillis = Math.max(forgottenUntilMillis, made(oldest));
        }
    }

    private static long made(String nonce) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(nonce, 0, 16)).getLong();
    }

    private String sign(byte[] stamp) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256"); // one is for one thread
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(stamp), 0, SIGNATURE_BYTES);
        } catch (NoSuchAlgorithmException | InvalidKeyException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
