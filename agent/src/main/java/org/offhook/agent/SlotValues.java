package org.offhook.agent;

import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.offhook.cache.Slots;

/**
 * What slots hold in one call. What the caller's side writes is spoken to the caller and told to
 * the model, so nothing but words is taken from it. Immutable; any thread.
 */
final class SlotValues {
    /** Longer is no name. */
    private static final int LONGEST = 60;

    /** A whole number of a person; less is an extension, which reads as well. */
    private static final int LONGEST_NUMBER = 20;

    /** What switches and networks show in the place of a name. */
    private static final Set<String> NOBODY =
            Set.of("anonymous", "unknown", "unavailable", "restricted", "private", "withheld");

    private final SlotSources sources;
    private final Caller caller;
    private final Locale language;
    private final InstantSource clock;

    SlotValues(SlotSources sources, Caller caller, Locale language, InstantSource clock) {
        this.sources = sources;
        this.caller = caller;
        this.language = language;
        this.clock = clock;
    }

    Caller caller() {
        return caller;
    }

    /** Slots of a text that have no value in this call, as {@code {name}, {order}}. */
    String missing(String text) {
        return Slots.written(
                Slots.in(text).stream().filter(slot -> value(slot).isEmpty()).toList());
    }

    /** A text as it is now; empty where a slot has no value. */
    Optional<String> fill(String text) {
        return Slots.fill(text, this::value);
    }

    private Optional<String> value(String slot) {
        ZonedDateTime now = clock.instant().atZone(sources.zone());
        return switch (slot) {
            case "name" -> name();
            case "number" -> number();
            case "date" ->
                    Optional.of(written(DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG), now));
            case "time" ->
                    Optional.of(written(DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT), now));
            case "weekday" ->
                    Optional.of(now.getDayOfWeek().getDisplayName(TextStyle.FULL, language));
            default -> configured(slot);
        };
    }

    private String written(DateTimeFormatter form, ZonedDateTime now) {
        // Locales separate with narrow spaces, of which voices know nothing.
        return form.withLocale(language).format(now).replaceAll("\\p{Zs}", " ");
    }

    private Optional<String> configured(String slot) {
        String text = sources.texts().get(slot);
        String header = sources.headers().get(slot);
        return text != null
                ? Optional.of(text)
                : Optional.ofNullable(header)
                        .flatMap(field -> words(caller.headers().apply(field)));
    }

    /** A name has letters and is not one that stands for none. */
    private Optional<String> name() {
        return words(caller.name())
                .filter(name -> name.codePoints().anyMatch(Character::isLetter))
                .filter(name -> !NOBODY.contains(name.toLowerCase(Locale.ROOT)));
    }

    /** Digit by digit: it is no amount. */
    private Optional<String> number() {
        String digits = caller.number().replaceAll("[ ()./-]", "");
        return digits.matches("\\+?[0-9]{1," + LONGEST_NUMBER + "}")
                ? Optional.of(digits.replace("+", "plus").replaceAll("(?<=.)(?=[0-9])", " "))
                : Optional.empty();
    }

    private static Optional<String> words(String written) {
        String text = written.replaceAll("[^\\p{L}\\p{M}\\p{N}.,'’&+-]+", " ").strip();
        boolean spoken = text.codePoints().anyMatch(Character::isLetterOrDigit);
        return spoken && text.length() <= LONGEST ? Optional.of(text) : Optional.empty();
    }
}
