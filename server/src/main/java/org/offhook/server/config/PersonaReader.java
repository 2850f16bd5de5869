package org.offhook.server.config;

import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.offhook.cache.Slots;
import org.offhook.server.config.ServerConfig.Bank;
import org.offhook.server.config.ServerConfig.Persona;
import org.offhook.server.config.ServerConfig.Voice;

/**
 * Reads who an agent is, and checks that what it hears, says and knows can be of its language: what
 * comes with the program is English.
 */
final class PersonaReader {
    /** More would not be listened to. */
    private static final int LONGEST_GREETING = 500;

    private final Section section;

    /**
     * @param section the agent's
     */
    PersonaReader(Section section) {
        this.section = section;
    }

    static Persona usual() {
        return new Persona("", "", Locale.ENGLISH);
    }

    Persona read() {
        String greeting = section.text("greeting", "").strip();
        if (greeting.length() > LONGEST_GREETING) {
            section.problem(
                    "greeting",
                    "must be at most " + LONGEST_GREETING + " characters, is " + greeting.length());
        }
        if (!Slots.in(greeting).isEmpty()) {
            section.wrong("greeting", "must have no slots: only answers have");
        }
        return new Persona(section.text("instructions", "").strip(), greeting, language());
    }

    private Locale language() {
        String rule = "a language tag of BCP 47, as en, en-GB or de";
        return section.parsed("language", Locale.ENGLISH, rule, PersonaReader::tag);
    }

    private static Optional<Locale> tag(String text) {
        try {
            Locale locale = new Locale.Builder().setLanguageTag(text.strip()).build();
            return Optional.of(locale).filter(known -> known.getLanguage().length() >= 2);
        } catch (IllformedLocaleException notOne) {
            return Optional.empty();
        }
    }

    /**
     * Complains about what does not speak the agent's language.
     *
     * @param voices those it names, the first choice first
     * @param all by the operator's name for each
     * @param hearsIt whether its recogniser understands more than English
     */
    void check(
            Persona persona,
            Bank bank,
            List<String> voices,
            Map<String, Voice> all,
            boolean hearsIt) {
        if (persona.isEnglish()) {
            return;
        }
        if (!hearsIt) {
            section.wrong(
                    "language",
                    "needs a recogniser that understands it; the one on this machine is English");
        }
        if (bank instanceof Bank.Demo) {
            section.problem("bank", "must be a file in the agent's language; the demo is English");
        }
        for (String name : voices) {
            if (all.get(name) instanceof Voice.Flite || all.get(name) instanceof Voice.Kokoro) {
                section.wrong("voice", "must speak the agent's language; flite and kokoro do not");
            }
        }
    }
}
