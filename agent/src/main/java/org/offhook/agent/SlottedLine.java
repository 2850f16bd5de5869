package org.offhook.agent;

import java.util.List;
import org.offhook.media.PreparedAudio;

/**
 * An answer that is partly spoken when it is said.
 *
 * @param live speaks that part
 */
public record SlottedLine(List<Piece> pieces, LiveParts live) {
    public SlottedLine {
        pieces = List.copyOf(pieces);
    }

    /** In the order of what is said. */
    public sealed interface Piece {
        /** Made beforehand. */
        record Prepared(String text, PreparedAudio audio) implements Piece {}

        /**
         * @param text with slots
         */
        record Live(String text) implements Piece {}
    }
}
