package org.offhook.agent.pronunciation;

import java.util.Locale;

/**
 * Reads English out. What is most particular goes first: an address may hold a date, a date a
 * number. Immutable.
 */
final class EnglishSpeech implements Pronunciation {
    private static final Rules SIGNS =
            new Rules()
                    .add("\\s?&\\s?", " and ")
                    .add("(?<=\\s)=(?=\\s)", "equals")
                    .add("(?<=\\s)\\+(?=\\s)", "plus")
                    .add("(?<=\\s)@(?=\\s)", "at")
                    .add("\\s?(?:→|->)\\s?", " to ")
                    .add("\\s?×\\s?", " times ")
                    .add("\\s?÷\\s?", " divided by ")
                    .add("\\s?%", " percent")
                    .add("\\s?°", " degrees")
                    .add("[©®™]\\s?", "")
                    .add("\\s+", " ");

    private final Rules calendar;

    EnglishSpeech(Locale locale) {
        calendar = EnglishCalendar.rules(!locale.getCountry().matches("GB|IE|AU|NZ|IN|ZA"));
    }

    @Override
    public String spoken(String written) {
        String text = EnglishAddresses.ADDRESSES.apply(written);
        text = calendar.apply(text);
        text = EnglishMoney.RULES.apply(text);
        text = EnglishAddresses.NUMBERS.apply(text);
        text = EnglishClock.RULES.apply(text);
        text = EnglishAbbreviations.RULES.apply(text);
        text = EnglishAmounts.RULES.apply(text);
        return SIGNS.apply(text).strip();
    }
}
