package org.offhook.sip.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server goes away and comes back, in virtual time. */
class PeerWatchTest {
    private static final long SECOND = 1_000_000_000L;

    private final List<String> said = new ArrayList<>();
    private final PeerWatch watch = new PeerWatch(30 * SECOND);
    private final PeerWatch.Effects out =
            new PeerWatch.Effects() {
                @Override
                public void ask(int number) {
                    said.add("ask " + number);
                }

                @Override
                public void wakeAt(long nanos) {
                    said.add("wake at " + nanos / SECOND);
                }

                @Override
                public void away(String why) {
                    said.add("away: " + why);
                }

                @Override
                public void back() {
                    said.add("back");
                }
            };

    private List<String> said() {
        List<String> since = List.copyOf(said);
        said.clear();
        return since;
    }

    @Test
    void whoAnswersWhateverItBeIsThere() {
        watch.onWake(0, out);
        assertEquals(List.of("wake at 15", "ask 1"), said());
        watch.onAnswer(1, 404, SECOND, out);
        assertEquals(List.of("wake at 31"), said());
    }

    @Test
    void silenceIsToldOnceAndSoIsTheReturn() {
        watch.onWake(0, out);
        watch.onWake(15 * SECOND, out);
        watch.onWake(45 * SECOND, out);
        watch.onNoAnswer(2, "refused", 46 * SECOND, out);
        watch.onWake(76 * SECOND, out);
        watch.onAnswer(3, 200, 77 * SECOND, out);
        assertEquals(
                List.of(
                        "wake at 15",
                        "ask 1",
                        "wake at 45",
                        "away: no answer to OPTIONS",
                        "wake at 60",
                        "ask 2",
                        "wake at 76",
                        "wake at 91",
                        "ask 3",
                        "wake at 107",
                        "back"),
                said());
    }

    @Test
    void aLateAnswerIsOneToo() {
        watch.onWake(0, out);
        watch.onWake(15 * SECOND, out);
        said();
        watch.onAnswer(1, 200, 16 * SECOND, out);
        watch.onAnswer(1, 503, 17 * SECOND, out);
        assertEquals(List.of("back"), said());
    }

    @Test
    void whoSaysThatNobodyIsThereIsBelieved() {
        for (int status : new int[] {503, 408}) {
            PeerWatch one = new PeerWatch(10 * SECOND);
            one.onWake(0, out);
            one.onAnswer(1, status, SECOND, out);
            assertEquals(
                    List.of(
                            "wake at 10",
                            "ask 1",
                            "wake at 11",
                            "away: OPTIONS answered with " + status),
                    said());
        }
    }
}
