package org.offhook.agent.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What lies at the place of a model file. Reading and hashing all embedded files takes about 70 ms,
 * so nothing is remembered between starts: a remembered check could be wrong.
 *
 * @param found SHA-256 in hex, or words where there was nothing to hash
 */
record FileCheck(ModelFile file, String found) {
    private static final int BUFFER_BYTES = 1 << 16;

    static FileCheck of(ModelFile file, Path path) {
        if (!Files.exists(path)) {
            return new FileCheck(file, "no file");
        }
        try {
            long bytes = Files.size(path);
            // The hash alone would do; the size is named because it tells "cut short".
            String note = bytes == file.bytes() ? "" : " (" + bytes + " bytes)";
            return new FileCheck(file, sha256(path) + note);
        } catch (IOException e) {
            return new FileCheck(file, "nothing readable (" + e + ")");
        }
    }

    boolean good() {
        return found.equals(file.sha256());
    }

    @Override
    public String toString() {
        return file.fileName()
                + ": expected SHA-256 "
                + file.sha256()
                + " ("
                + file.bytes()
                + " bytes), found "
                + found;
    }

    private static String sha256(Path path) throws IOException {
        MessageDigest digest = newSha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(path)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
