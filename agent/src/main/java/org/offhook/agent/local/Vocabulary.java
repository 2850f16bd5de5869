package org.offhook.agent.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns Moonshine's tokens into text: 32,000 SentencePiece pieces with byte fallback. Immutable.
 */
final class Vocabulary {
    static final int START = 1;
    static final int STOP = 2;

    private static final int FIRST_PIECE = 3;
    private static final String QUOTED = "const llama_vocab_base64 = \"";

    /** U+2581, how SentencePiece writes a space. */
    private static final char SPACE = '\u2581';

    private static final Pattern BYTE = Pattern.compile("<0x([0-9A-F]{2})>");

    private final byte[][] pieces;

    private Vocabulary(byte[][] pieces) {
        this.pieces = pieces;
    }

    /**
     * Reads the pieces, one a line, from the base64 literal of {@link
     * ModelFile#MOONSHINE_VOCABULARY}.
     */
    static Vocabulary read(Path script) throws IOException {
        String text = Files.readString(script);
        int from = text.indexOf(QUOTED) + QUOTED.length();
        int to = text.indexOf('"', from);
        if (from < QUOTED.length() || to < 0) {
            throw new IOException(script + " holds no vocabulary");
        }
        byte[] lines = Base64.getDecoder().decode(text.substring(from, to));
        String[] names = new String(lines, StandardCharsets.UTF_8).split("\n", -1);
        var pieces = new byte[names.length][];
        for (int id = 0; id < names.length; id++) {
            pieces[id] = bytes(names[id]);
        }
        return new Vocabulary(pieces);
    }

    int size() {
        return pieces.length;
    }

    /** Text of the first {@code length} tokens, trimmed; control tokens say nothing. */
    String text(int[] tokens, int length) {
        var utf8 = new ByteArrayOutputStream(length * 4);
        for (int i = 0; i < length; i++) {
            if (tokens[i] >= FIRST_PIECE && tokens[i] < pieces.length) {
                utf8.writeBytes(pieces[tokens[i]]);
            }
        }
        return utf8.toString(StandardCharsets.UTF_8).strip();
    }

    private static byte[] bytes(String name) {
        Matcher single = BYTE.matcher(name);
        return single.matches()
                ? new byte[] {(byte) Integer.parseInt(single.group(1), 16)}
                : name.replace(SPACE, ' ').getBytes(StandardCharsets.UTF_8);
    }
}
