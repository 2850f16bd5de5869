package org.offhook.agent.pronunciation;

import java.util.Locale;
import org.offhook.cache.English;

/** Turns what is written into what a person would read out. Pure; any thread may use it. */
@FunctionalInterface
public interface Pronunciation {
    /**
     * @param written one or more whole sentences, without markup
     * @return words; the same text where there is nothing but words
     */
    String spoken(String written);

    /**
     * The rules of a language; English is known, and all others are left to their voices.
     *
     * @param locale its country decides which way round a date like 5/6/2026 is
     */
    static Pronunciation of(Locale locale) {
        return English.is(locale) ? new EnglishSpeech(locale) : written -> written;
    }
}
