package org.offhook.agent;

import java.time.Duration;

/**
 * How long things may take in a call.
 *
 * @param maxCall the call ends, politely, after this
 * @param silence the caller is prompted after this much silence
 * @param speechStart so much speech in a row stops the agent
 * @param earlyPause the first look at a pause: recognised and looked up, not yet the end of a turn
 * @param endOfTurn a pause that ends a turn after words that tell nothing
 * @param longestPause a pause that ends a turn in any case
 * @param longestSpeech a turn is cut here
 * @param transfer how long a transfer may take
 * @param prompts how often a silent caller is asked before the call ends, at most 2
 */
public record Limits(
        Duration maxCall,
        Duration silence,
        Duration speechStart,
        Duration earlyPause,
        Duration endOfTurn,
        Duration longestPause,
        Duration longestSpeech,
        Duration transfer,
        int prompts) {
    public Limits {
        require(maxCall, "max-call", Duration.ofSeconds(1));
        require(silence, "silence", Duration.ofSeconds(1));
        require(speechStart, "speech-start", Duration.ofMillis(30));
        require(earlyPause, "early-pause", Duration.ofMillis(60));
        require(longestSpeech, "longest-speech", Duration.ofSeconds(1));
        require(transfer, "transfer", Duration.ofSeconds(1));
        if (prompts < 0 || prompts > 2) {
            throw new IllegalArgumentException("limits.prompts must be 0 to 2: " + prompts);
        }
        if (longestPause.compareTo(endOfTurn) < 0) {
            throw new IllegalArgumentException(
                    "limits.longest-pause must be at least limits.end-of-turn: " + longestPause);
        }
        if (endOfTurn.compareTo(earlyPause.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException(
                    "limits.end-of-turn must be at least twice limits.early-pause: " + endOfTurn);
        }
    }

    private static void require(Duration value, String key, Duration least) {
        if (value.compareTo(least) < 0) {
            throw new IllegalArgumentException(
                    "limits." + key + " must be at least " + least + ": " + value);
        }
    }

    public static Limits defaults() {
        return new Limits(
                Duration.ofMinutes(15),
                Duration.ofSeconds(8),
                Duration.ofMillis(64),
                Duration.ofMillis(64),
                Duration.ofMillis(640),
                Duration.ofMillis(2_200),
                Duration.ofSeconds(20),
                Duration.ofSeconds(30),
                2);
    }
}
