package org.offhook.agent;

import java.util.List;

/**
 * A caller's turn with pauses at known places.
 *
 * @param tunes true in the half that may be looked at while rules are written
 * @param kind of turn, for the tables
 * @param asked what the agent said before; empty where nothing
 * @param pieces what is said between the pauses
 * @param pauseMillis one between each two pieces
 * @param voice {@code flite/NAME} or {@code espeak/NAME}
 * @param apart whether each piece is spoken as a sentence of its own: then every pause sounds final
 */
record PausedTurn(
        int number,
        boolean tunes,
        String kind,
        String asked,
        List<String> pieces,
        List<Integer> pauseMillis,
        String voice,
        boolean noisy,
        boolean lossy,
        boolean apart) {
    PausedTurn {
        pieces = List.copyOf(pieces);
        pauseMillis = List.copyOf(pauseMillis);
    }

    String text() {
        return String.join(" ", pieces);
    }
}
