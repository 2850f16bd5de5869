package org.offhook.server.answers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Where a running server takes requests about its answers: a file in its data folder, which only
 * its owner can read.
 *
 * @param url as in {@code http://127.0.0.1:40123}
 * @param token that opens it
 */
public record ApiFile(URI url, String token) {
    private static final String NAME = "answers-api.json";
    private static final ObjectMapper json = new ObjectMapper();

    /** The one of a server that listens there; any address is reached at this machine's own. */
    static ApiFile at(InetSocketAddress listening, String token) {
        String host =
                listening.getAddress().isAnyLocalAddress()
                        ? "127.0.0.1"
                        : listening.getAddress().getHostAddress();
        String literal = host.contains(":") ? "[" + host + "]" : host;
        return new ApiFile(URI.create("http://" + literal + ":" + listening.getPort()), token);
    }

    void write(Path data) throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        Path part =
                posix
                        ? Files.createTempFile(
                                data,
                                NAME,
                                ".part",
                                PosixFilePermissions.asFileAttribute(
                                        PosixFilePermissions.fromString("rw-------")))
                        : Files.createTempFile(data, NAME, ".part");
        try {
            String text =
                    json.createObjectNode().put("url", url.toString()).put("token", token) + "\n";
            Files.writeString(part, text);
            Files.move(part, data.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    static void delete(Path data) throws IOException {
        Files.deleteIfExists(data.resolve(NAME));
    }

    /** Empty where no server runs; one that was killed may have left its file. */
    public static Optional<ApiFile> read(Path data) throws IOException {
        try {
            JsonNode node = json.readTree(Files.readString(data.resolve(NAME)));
            return Optional.of(
                    new ApiFile(
                            URI.create(node.path("url").asText()), node.path("token").asText()));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }
}
