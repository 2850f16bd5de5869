package org.offhook.agent.provider;

import java.io.IOException;
import okio.BufferedSource;

/**
 * Reads server-sent events (HTML Living Standard, section 9.2) and returns their data; comments,
 * names, ids and retry times are passed over. Lenient where servers are: the last event needs no
 * empty line, and a field {@code error} (older llama.cpp) is data. Owned by its reader.
 */
final class EventLines {
    /** A line beyond this is no token. */
    private static final long LONGEST_LINE = 1024 * 1024;

    private final BufferedSource source;
    private final StringBuilder data = new StringBuilder();
    private boolean atStart = true;

    EventLines(BufferedSource source) {
        this.source = source;
    }

    /** Data of the next event, waiting for it; null at the end. */
    String next() throws IOException {
        data.setLength(0);
        String line = line();
        while (line != null) {
            if (!line.isEmpty()) {
                add(line);
            } else if (!data.isEmpty()) {
                break;
            }
            line = line();
        }
        return data.isEmpty() ? null : data.toString();
    }

    private void add(String line) {
        int colon = line.indexOf(':');
        String field = colon < 0 ? line : line.substring(0, colon);
        if (field.equals("data") || field.equals("error")) {
            String value = colon < 0 ? "" : line.substring(colon + 1);
            data.append(data.isEmpty() ? "" : "\n");
            data.append(value.startsWith(" ") ? value.substring(1) : value);
        }
    }

    private String line() throws IOException {
        long end = source.indexOf((byte) '\n', 0, LONGEST_LINE);
        String line;
        if (end >= 0) {
            line = source.readUtf8(end);
            source.skip(1);
        } else if (source.request(LONGEST_LINE)) {
            throw new IOException("a line of more than " + LONGEST_LINE + " bytes");
        } else if (source.exhausted()) {
            return null;
        } else {
            line = source.readUtf8();
        }
        if (line.endsWith("\r")) {
            line = line.substring(0, line.length() - 1);
        }
        if (atStart && line.startsWith("\uFEFF")) {
            line = line.substring(1);
        }
        atStart = false;
        return line;
    }
}
