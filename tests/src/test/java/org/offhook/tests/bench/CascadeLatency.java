package org.offhook.tests.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.offhook.tests.peer.Providers;
import org.offhook.tests.peer.Soak;

/**
 * What the program adds to providers that need 150 ms for words, 150 ms for the first token and 100
 * ms for the first audio, in a process of their own. All by one clock: the caller's packets and the
 * providers' own stamps; what a provider really took is taken off, not what it should have.
 *
 * <p>First with turns that end as soon as the words are there, so that nothing hides behind the
 * wait for the end of the turn: that is what is added. Then with the usual wait, during which the
 * model begins: that is what a caller hears.
 */
final class CascadeLatency {
    private static final String AT_ONCE = "end-of-turn: 200ms, longest-pause: 500ms";
    private static final String USUAL = "";
    private static final int TURNS = 10;

    /** So many on a new server before any counts. */
    private static final int WARM_UP_TURNS = 10;

    private CascadeLatency() {}

    public static void main(String[] arguments) throws Exception {
        int calls = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
        Path folder = BenchServer.folder("cascade");
        try (var providers = Providers.start(folder, "words=150", "token=150", "audio=100")) {
            System.out.println("turns that end with their words:");
            run(providers, AT_ONCE, calls, folder);
            System.out.println("turns as usual:");
            run(providers, USUAL, calls, folder);
        }
    }

    private static void run(Providers providers, String limits, int calls, Path folder)
            throws Exception {
        try (var server = BenchServer.start(Soak.plainConfig(providers, limits))) {
            Soak.run(server.address(), 1, 1, WARM_UP_TURNS, folder);
            Soak.Result result = Soak.run(server.address(), calls, 1, TURNS, folder);
            print(result, providers.stamps());
        }
    }

    /** One answered turn, by its packets and the requests that led to it. */
    private record Way(
            long stopped,
            Providers.Stamp words,
            Providers.Stamp token,
            Providers.Stamp audio,
            long heard) {
        double beforeWords() {
            return millis(stopped, words.receivedNanos());
        }

        double wordsToModel() {
            return millis(words.sentNanos(), token.receivedNanos());
        }

        double tokenToVoice() {
            return millis(token.sentNanos(), audio.receivedNanos());
        }

        double audioToPacket() {
            return millis(audio.sentNanos(), heard);
        }

        double added() {
            return wordsToModel() + tokenToVoice() + audioToPacket();
        }

        double total() {
            return millis(stopped, heard);
        }

        private static double millis(long from, long to) {
            return (to - from) / 1e6;
        }
    }

    private static void print(Soak.Result result, List<Providers.Stamp> stamps) {
        var paths = new ArrayList<Way>();
        for (long[] turn : result.answeredNanos()) {
            path(turn[0], turn[1], stamps).ifPresent(paths::add);
        }
        System.out.println(
                paths.size() + " of " + result.turns() + " turns answered and found in the stamps");
        show("last packet -> words asked", paths, Way::beforeWords);
        show("words -> model asked", paths, Way::wordsToModel);
        show("first token -> voice asked", paths, Way::tokenToVoice);
        show("first audio -> first packet", paths, Way::audioToPacket);
        show("added from words to packet", paths, Way::added);
        show("last packet -> first packet", paths, Way::total);
    }

    private static void show(String what, List<Way> paths, ToDoubleFunction<Way> of) {
        System.out.println(
                "  " + what + ", ms: " + Percentiles.of(paths.stream().mapToDouble(of).toArray()));
    }

    private static Optional<Way> path(long stopped, long heard, List<Providers.Stamp> stamps) {
        Optional<Providers.Stamp> audio =
                last(
                        stamps,
                        "audio",
                        stamp -> stamp.receivedNanos() > stopped && stamp.sentNanos() < heard);
        Optional<Providers.Stamp> token =
                audio.flatMap(voice ->
                        last(
                                stamps,
                                "token",
                                stamp ->
                                        stamp.receivedNanos() > stopped
                                                && stamp.sentNanos() < voice.receivedNanos()));
        Optional<Providers.Stamp> words =
                token.flatMap(model ->
                        last(stamps, "words", stamp -> stamp.sentNanos() < model.receivedNanos()));
        return words.map(first -> new Way(stopped, first, token.get(), audio.get(), heard));
    }

    private static Optional<Providers.Stamp> last(
            List<Providers.Stamp> stamps, String service, Predicate<Providers.Stamp> fits) {
        return stamps.stream()
                .filter(stamp -> stamp.service().equals(service))
                .filter(fits)
                .reduce((_, later) -> later);
    }
}
