package org.offhook.server.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.offhook.cache.AnswerCache;

/** Reads the section {@code answers}. */
final class AnswersSettingsReader {
    private static final Map<String, Boolean> ON_OFF = new LinkedHashMap<>();

    static {
        ON_OFF.put("on", true);
        ON_OFF.put("off", false);
        ON_OFF.put("true", true); // as older YAML reads the words above
        ON_OFF.put("false", false);
    }

    private static final double LEAST_WRONG_RATE = 0.0001;
    private static final double MOST_WRONG_RATE = 0.5;

    private final Secrets secrets;
    private final Path folder;

    /**
     * @param folder of the configuration: paths begin there
     */
    AnswersSettingsReader(Secrets secrets, Path folder) {
        this.secrets = secrets;
        this.folder = folder;
    }

    AnswersSettings read(Section section) {
        var anyPort = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        Optional<InetSocketAddress> listen =
                section.parsed(
                        "listen",
                        Optional.of(anyPort),
                        "ADDRESS:PORT with an IP address, or off",
                        text ->
                                text.strip().equals("off")
                                        ? Optional.of(Optional.<InetSocketAddress>empty())
                                        : Forms.socketAddress(text).map(Optional::of));
        Secret token = secrets.read(section, "token");
        boolean elsewhere = listen.filter(at -> !at.getAddress().isLoopbackAddress()).isPresent();
        if (elsewhere && token.value().isEmpty()) {
            section.problem(
                    "token", "is needed where listen is not on this machine alone, as ${NAME}");
        }
        var settings =
                new AnswersSettings(
                        listen,
                        token,
                        section.choice("learn", true, ON_OFF),
                        section.duration(
                                "keep",
                                Duration.ofDays(30),
                                Duration.ofHours(1),
                                Duration.ofDays(3_650)),
                        section.decimal("judged", 0.02, 0, 1),
                        new ClusterReader(secrets, folder).read(section),
                        wrongRate(section));
        section.end();
        return settings;
    }

    private static double wrongRate(Section section) {
        return section.parsed(
                "wrong-answer-rate",
                AnswerCache.USUAL_WRONG_RATE,
                "a share from 0.01% to 50%, such as 0.5%",
                text -> Forms.percent(text, LEAST_WRONG_RATE, MOST_WRONG_RATE));
    }
}
