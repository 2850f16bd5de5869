package org.offhook.agent.provider;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import okhttp3.MediaType;
import okhttp3.Response;
import okio.BufferedSource;

/**
 * What a tool's server answered, as the model is told. Immutable.
 *
 * @param text never empty; for a status that is no success it begins with it
 */
record ToolAnswer(int status, String text) {
    /** As much is read. More than this would push the conversation out of a small model's mind. */
    static final int MOST_BYTES = 16 * 1024;

    /** Shorter header values are no secrets, and masking them would mask half the text. */
    private static final int SHORTEST_SECRET = 8;

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /**
     * @param secrets masked where the server repeats them
     */
    static ToolAnswer read(Response response, Collection<String> secrets) throws IOException {
        int status = response.code();
        if (status >= 300 && status < 400) {
            return new ToolAnswer(status, "HTTP " + status + ": a redirect, which is not followed");
        }
        String body = masked(body(response), secrets);
        if (status < 200 || status >= 300) {
            return new ToolAnswer(status, "HTTP " + status + (body.isEmpty() ? "" : ": " + body));
        }
        return new ToolAnswer(
                status, body.isEmpty() ? "Done (HTTP " + status + ", nothing more)" : body);
    }

    private static String body(Response response) throws IOException {
        BufferedSource source = response.body().source();
        boolean cut = source.request(MOST_BYTES + 1);
        int length = (int) Math.min(source.getBuffer().size(), MOST_BYTES);
        if (length == 0) {
            return "";
        }
        MediaType type = response.body().contentType();
        if (!isText(type)) {
            return "(content of type "
                    + (type == null ? "unknown" : type.type() + "/" + type.subtype())
                    + ", which cannot be read here)";
        }
        Charset charset = type.charset(StandardCharsets.UTF_8);
        String text = decoded(source.readByteArray(length), charset).strip();
        return cut ? text + "\n(cut after " + MOST_BYTES / 1024 + " KiB)" : text;
    }

    private static boolean isText(MediaType type) {
        return type != null
                && (type.type().equals("text")
                        || type.subtype().matches("json|xml|.*\\+json|.*\\+xml|x-ndjson"));
    }

    /** What is not complete at the end is left out, not replaced. */
    private static String decoded(byte[] bytes, Charset charset) {
        CharBuffer out = CharBuffer.allocate(2 * bytes.length);
        charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE)
                .decode(ByteBuffer.wrap(bytes), out, false);
        return out.flip().toString();
    }

    private static String masked(String text, Collection<String> secrets) {
        String safe = text;
        for (String secret : secrets) {
            // Of "Bearer KEY" the key alone may come back.
            for (String part : secret.split(" ")) {
                if (part.length() >= SHORTEST_SECRET) {
                    safe = safe.replace(part, "***");
                }
            }
        }
        return safe;
    }
}
