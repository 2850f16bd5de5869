package org.offhook.tests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.offhook.tests.peer.Loopback;
import org.offhook.tests.peer.Sound;
import org.offhook.tests.peer.Ulaw;

/**
 * From the decision to play a prepared answer to its first packet, as the program itself records it
 * in {@code turns.jsonl}: while callers ask the same question again and again.
 */
final class DecisionLatency {
    private static final Pattern DECISION_TO_PACKET =
            Pattern.compile("\"decisionToPacketMs\":(-?[0-9.]+)");
    private static final Pattern FIRST_PACKET = Pattern.compile("\"firstPacketMs\":(-?[0-9.]+)");
    private static final Duration CALL_LENGTH = Duration.ofSeconds(90);
    private static final Duration PAUSE = Duration.ofSeconds(13);

    private DecisionLatency() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0) {
            print(arguments[0], Path.of(arguments[0]));
            return;
        }
        for (int calls : new int[] {1, 50}) {
            try (var server = BenchServer.start()) {
                Path folder = BenchServer.folder("speech");
                Sound question =
                        Sound.spoken("What are your opening hours?", folder)
                                .at(8_000)
                                .between(PAUSE, Duration.ZERO);
                try (var crowd = new RtpCrowd(Loopback.next(), calls, Ulaw.frames(question));
                        var signalling = CrowdCalls.place(server.address(), crowd, CALL_LENGTH)) {
                    signalling.awaitEnd();
                    TimeUnit.SECONDS.sleep(1);
                }
                print(calls + " calls at once", server.turns());
            }
        }
    }

    private static void print(String what, Path turns) throws IOException {
        String lines = Files.readString(turns);
        System.out.println(what + ": " + lines.lines().count() + " turns");
        System.out.println("  decision to first packet, ms: " + all(DECISION_TO_PACKET, lines));
        System.out.println("  caller stopped to first packet, ms: " + all(FIRST_PACKET, lines));
    }

    private static Percentiles all(Pattern figure, String lines) {
        return Percentiles.of(
                figure.matcher(lines)
                        .results()
                        .map((MatchResult match) -> match.group(1))
                        .mapToDouble(Double::parseDouble)
                        .toArray());
    }
}
