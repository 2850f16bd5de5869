package org.offhook.server.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.offhook.cache.Answer;

/** The written forms of single values. Pure; empty where a text does not have the form. */
public final class Forms {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    private static final Pattern PORTS = Pattern.compile("(\\d{1,5})\\s*-\\s*(\\d{1,5})");
    private static final Pattern TRANSFER = Pattern.compile("transfer\\s+(sips?:\\S+)");
    private static final Pattern HOST_PORT = Pattern.compile("\\[?([^\\[\\]]+?)\\]?:(\\d{1,5})");

    private Forms() {}

    /**
     * {@code ADDRESS:PORT} with a literal IP address or {@code localhost}; nothing is looked up.
     */
    public static Optional<InetSocketAddress> socketAddress(String text) {
        var match = HOST_PORT.matcher(text.strip());
        if (!match.matches()) {
            return Optional.empty();
        }
        Optional<Integer> port = whole(match.group(2), 0, 65_535);
        return port.flatMap(
                number -> address(match.group(1)).map(ip -> new InetSocketAddress(ip, number)));
    }

    /** A literal IP address or {@code localhost}. */
    public static Optional<InetAddress> address(String text) {
        try {
            return Optional.of(
                    InetAddress.ofLiteral(text.equals("localhost") ? "127.0.0.1" : text));
        } catch (IllegalArgumentException notLiteral) {
            return Optional.empty();
        }
    }

    static Optional<Integer> whole(String text, int least, int most) {
        try {
            int value = Integer.parseInt(text.strip());
            return value < least || value > most ? Optional.empty() : Optional.of(value);
        } catch (NumberFormatException noNumber) {
            return Optional.empty();
        }
    }

    /** {@code 0.5%} as 0.005. */
    public static Optional<Double> percent(String text, double least, double most) {
        String stripped = text.strip();
        return stripped.endsWith("%")
                ? decimal(stripped.substring(0, stripped.length() - 1), 100 * least, 100 * most)
                        .map(percent -> percent / 100)
                : Optional.empty();
    }

    static Optional<Double> decimal(String text, double least, double most) {
        try {
            double value = Double.parseDouble(text.strip());
            return value >= least && value <= most ? Optional.of(value) : Optional.empty();
        } catch (NumberFormatException noNumber) {
            return Optional.empty();
        }
    }

    static Optional<Duration> duration(String text, Duration least, Duration most) {
        var match = DURATION.matcher(text.strip());
        if (!match.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(match.group(1));
        Duration value =
                switch (match.group(2)) {
                    case "ms" -> Duration.ofMillis(count);
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    default -> Duration.ofHours(count);
                };
        boolean within = value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
        return within ? Optional.of(value) : Optional.empty();
    }

    /** How long a callee is let ring. */
    public static Optional<Duration> ringTimeout(String text) {
        return duration(text, Duration.ofSeconds(1), Duration.ofMinutes(5));
    }

    /** A moment as ISO 8601 has it, or a day, which begins at midnight here. */
    public static Optional<Instant> moment(String text) {
        try {
            return Optional.of(
                    text.contains("T")
                            ? OffsetDateTime.parse(text.strip()).toInstant()
                            : LocalDate.parse(text.strip())
                                    .atStartOfDay(ZoneId.systemDefault())
                                    .toInstant());
        } catch (DateTimeParseException no) {
            return Optional.empty();
        }
    }

    /** What follows an answer. */
    public static Optional<Answer.Then> then(String text) {
        return switch (text.strip()) {
            case "listen" -> Optional.of(new Answer.Then.Listen());
            case "take-message" -> Optional.of(new Answer.Then.TakeMessage());
            default -> wayOut(text);
        };
    }

    /** {@code hangup} or {@code transfer sip:URI}. */
    static Optional<Answer.Then> wayOut(String text) {
        if (text.strip().equals("hangup")) {
            return Optional.of(new Answer.Then.HangUp());
        }
        var match = TRANSFER.matcher(text.strip());
        return match.matches()
                ? Optional.of(new Answer.Then.Transfer(match.group(1)))
                : Optional.empty();
    }

    /** {@code FIRST-LAST}, the first even because RTP takes the even one of a pair. */
    static Optional<ServerConfig.Ports> ports(String text) {
        var match = PORTS.matcher(text.strip());
        if (!match.matches()) {
            return Optional.empty();
        }
        int first = Integer.parseInt(match.group(1));
        int last = Integer.parseInt(match.group(2));
        boolean good = first % 2 == 0 && first >= 1024 && last > first && last <= 65_535;
        return good ? Optional.of(new ServerConfig.Ports(first, last)) : Optional.empty();
    }

    /** As it would be written in the file. */
    public static String show(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0 || millis % 1_000 != 0) {
            return millis == 0 ? "0s" : millis + "ms";
        }
        if (millis % 3_600_000 == 0) {
            return millis / 3_600_000 + "h";
        }
        return millis % 60_000 == 0 ? millis / 60_000 + "m" : millis / 1_000 + "s";
    }

    static String show(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
