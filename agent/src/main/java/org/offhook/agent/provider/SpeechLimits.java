package org.offhook.agent.provider;

import java.util.Set;

/** What the settings of every streamed voice have to be. */
final class SpeechLimits {
    private static final Set<Integer> RATES = Set.of(8_000, 16_000, 22_050, 24_000, 44_100);

    private SpeechLimits() {}

    static void check(String name, String model, String voice, String language, int rateHz) {
        Access.require(!model.isBlank(), name + ": model must be named");
        Access.require(!voice.isBlank(), name + ": voice must be named");
        Access.require(language.matches("|[a-z]{2,3}"), name + ": no language code: " + language);
        Access.require(RATES.contains(rateHz), name + ": no rate of a voice: " + rateHz);
    }

    /** OkHttp knows WebSockets by the scheme of the request that opens them. */
    static String webUrl(String url) {
        return url.replaceFirst("^ws(s?)://", "http$1://");
    }
}
