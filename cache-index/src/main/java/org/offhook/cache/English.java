package org.offhook.cache;

import java.util.Locale;

/** The language whose words are known here; in others only what is said can be compared. */
public final class English {
    private English() {}

    /** Of whatever country. */
    public static boolean is(Locale language) {
        return language.getLanguage().equals(Locale.ENGLISH.getLanguage());
    }
}
