package org.offhook.media;

import java.util.Locale;

/**
 * How well a call was heard, as of the last second. Shares are from 0 to 1; what nobody has told is
 * NaN.
 *
 * @param lostShare packets that the network lost, of those that should have come
 * @param jitterMillis interarrival jitter (RFC 3550 section 6.4.1)
 * @param bufferedMillis how long packets wait here before they are played
 * @param concealedShare frames made up because of loss or lateness, without pauses of the peer's
 * @param roundTripMillis to the peer and back, by its reports
 * @param score estimated mean opinion score of what we hear, 1 to 4.5 (E-model, ITU-T G.107)
 * @param peer how the peer says it hears us
 * @param malformedReports control packets that were none
 */
public record CallQuality(
        double lostShare,
        double jitterMillis,
        double bufferedMillis,
        double concealedShare,
        double roundTripMillis,
        double score,
        Peer peer,
        long malformedReports) {

    /** The peer's own report; its score comes by VoIP metrics (RFC 3611). */
    public record Peer(double lostShare, double jitterMillis, double score) {}

    /** For people: what is not known is left out. */
    @Override
    public String toString() {
        var text = new StringBuilder("heard");
        add(text, " MOS %.1f", score);
        add(text, ", lost %.1f %%", 100 * lostShare);
        add(text, ", concealed %.1f %%", 100 * concealedShare);
        add(text, ", jitter %.0f ms", jitterMillis);
        add(text, ", buffer %.0f ms", bufferedMillis);
        add(text, ", round trip %.0f ms", roundTripMillis);
        add(text, "; peer lost %.1f %%", 100 * peer.lostShare);
        add(text, ", peer jitter %.0f ms", peer.jitterMillis);
        add(text, ", peer MOS %.1f", peer.score);
        if (malformedReports > 0) {
            text.append(", ").append(malformedReports).append(" malformed reports");
        }
        return text.toString();
    }

    private static void add(StringBuilder text, String format, double value) {
        if (!Double.isNaN(value)) {
            text.append(String.format(Locale.ROOT, format, value));
        }
    }
}
