package org.offhook.agent.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Brings model files over HTTPS from their publishers' own pages, for machines without npm. Such a
 * page may change at any time and is trusted for nothing: the SHA-256 of the catalogue decides.
 *
 * <p>Uses {@link HttpURLConnection} because it alone of the JDK's clients has a time-out for a body
 * that stops coming.
 */
final class WebSource implements Source {
    private static final int CONNECT_MILLIS = 10_000;
    private static final int SILENCE_MILLIS = 30_000;
    private static final int ATTEMPTS = 5;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final Function<ModelFile, Optional<URI>> pages;

    WebSource(Function<ModelFile, Optional<URI>> pages) {
        this.pages = pages;
    }

    @Override
    public String name() {
        return "publishers' pages";
    }

    @Override
    public void bring(Set<ModelFile> files, Staging staging, Progress progress)
            throws IOException, InterruptedException {
        var meter = new Meter(progress, files.stream().mapToLong(ModelFile::bytes).sum());
        for (ModelFile file : files) {
            URI page =
                    pages.apply(file)
                            .orElseThrow(() ->
                                    new IOException(
                                            file.fileName() + " is on no page, only in npm"));
            download(file, page, staging.part(file), meter);
            staging.installPart(file);
            meter.finished(file.fileName(), file.bytes());
        }
    }

    /**
     * A cut connection is taken up where it broke, a few times here and again at the next start.
     */
    private static void download(ModelFile file, URI page, Path part, Meter meter)
            throws IOException, InterruptedException {
        IOException last = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            long before = bytes(part);
            try {
                if (append(file, page, part, meter)) {
                    return;
                }
            } catch (PageRefused e) {
                throw e;
            } catch (IOException e) {
                last = e;
            }
            // Once more for a network that was just waking up, but not five times for none.
            if (bytes(part) == before && attempt > 0) {
                break;
            }
        }
        throw new IOException(page + " breaks off", last);
    }

    /** One request. True when the part is as long as the file should be. */
    private static boolean append(ModelFile file, URI page, Path part, Meter meter)
            throws IOException {
        long have = bytes(part);
        if (have >= file.bytes()) {
            return true;
        }
        var http = (HttpURLConnection) page.toURL().openConnection();
        try {
            http.setConnectTimeout(CONNECT_MILLIS);
            http.setReadTimeout(SILENCE_MILLIS);
            http.setRequestProperty("User-Agent", "offhook");
            if (have > 0) {
                http.setRequestProperty("Range", "bytes=" + have + "-");
            }
            switch (http.getResponseCode()) {
                case HttpURLConnection.HTTP_OK -> have = 0;
                case HttpURLConnection.HTTP_PARTIAL -> checkStart(http, have, page);
                case RANGE_NOT_SATISFIABLE -> {
                    Files.delete(part);
                    return false;
                }
                default -> throw new PageRefused(page + " answers " + http.getResponseCode());
            }
            copy(file, http, part, have, meter);
        } finally {
            http.disconnect();
        }
        return Files.size(part) >= file.bytes();
    }

    private static long bytes(Path part) throws IOException {
        return Files.exists(part) ? Files.size(part) : 0;
    }

    private static void checkStart(HttpURLConnection http, long have, URI page) throws PageRefused {
        String range = http.getHeaderField("Content-Range");
        if (range == null || !range.startsWith("bytes " + have + "-")) {
            throw new PageRefused(page + " sends " + range + " when asked from byte " + have);
        }
    }

    private static void copy(
            ModelFile file, HttpURLConnection http, Path part, long from, Meter meter)
            throws IOException {
        long bytes = from;
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = http.getInputStream();
                OutputStream out = open(part, from)) {
            // One byte too many is enough to know that it is another file.
            while (bytes <= file.bytes()) {
                int read = in.read(buffer);
                if (read < 0) {
                    return;
                }
                out.write(buffer, 0, read);
                bytes += read;
                meter.at(file.fileName(), bytes, file.bytes());
            }
        }
    }

    private static OutputStream open(Path part, long from) throws IOException {
        return from == 0
                ? Files.newOutputStream(part)
                : Files.newOutputStream(part, StandardOpenOption.APPEND);
    }

    /** The page answered, and will say the same again. */
    private static final class PageRefused extends IOException {
        private static final long serialVersionUID = 1;

        PageRefused(String message) {
            super(message);
        }
    }
}
