package org.offhook.agent.provider;

/**
 * The words of one segment of speech, from what a recogniser says of its stream. Pure; positions
 * are samples since the stream began.
 */
final class SegmentText {
    /**
     * Recognisers round to hundredths of a second, and a word may begin in the last one's breath.
     */
    private static final long TOLERANCE = 800;

    private final StringBuilder finals = new StringBuilder();
    private long begin;
    private String partial = "";
    private long heardTo;
    private long finalTo;

    /** What follows belongs to another segment, which begins here. */
    void begin(long position) {
        finals.setLength(0);
        partial = "";
        begin = position;
        heardTo = position;
        finalTo = position;
    }

    /** Returns whether it belongs to this segment. */
    boolean take(StreamResult result) {
        if (result.to() <= begin + TOLERANCE) {
            return false;
        }
        String words = mine(result).strip();
        heardTo = Math.max(heardTo, result.to());
        if (result.isFinal()) {
            finalTo = Math.max(finalTo, result.to());
            append(words);
            partial = "";
        } else {
            partial = words;
        }
        return true;
    }

    private String mine(StreamResult result) {
        if (result.from() >= begin - TOLERANCE || result.words().isEmpty()) {
            return result.text();
        }
        var mine = new StringBuilder();
        for (StreamResult.Word word : result.words()) {
            if ((word.from() + word.to()) / 2 >= begin) {
                mine.append(mine.isEmpty() ? "" : " ").append(word.text());
            }
        }
        return mine.toString();
    }

    private void append(String words) {
        if (!words.isEmpty()) {
            finals.append(finals.isEmpty() ? "" : " ").append(words);
        }
    }

    String words() {
        if (partial.isEmpty()) {
            return finals.toString();
        }
        return finals.isEmpty() ? partial : finals + " " + partial;
    }

    /** Whether none of the words will change. */
    boolean isFinal() {
        return partial.isEmpty() && !finals.isEmpty();
    }

    /** Where the segment begins. */
    long begins() {
        return begin;
    }

    /** How far the recogniser has heard. */
    long heardTo() {
        return heardTo;
    }

    /** How far its words will not change. */
    long finalTo() {
        return finalTo;
    }
}
