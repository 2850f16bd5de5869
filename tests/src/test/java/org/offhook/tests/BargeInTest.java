package org.offhook.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.tests.peer.CallersMicrophone;
import org.offhook.tests.peer.CallersVoice;
import org.offhook.tests.peer.OffhookProcess;
import org.offhook.tests.peer.Providers;
import org.offhook.tests.peer.Sound;
import org.offhook.tests.peer.StoryCall;
import org.offhook.tests.peer.StoryEar;
import org.offhook.tests.peer.StoryProvider;

/** Whole calls over RTP in which the caller speaks while the agent tells a story. */
@Timeout(1_200)
class BargeInTest {
    private static final Pattern PLAYED = Pattern.compile("\"playedMs\":(\\d+)");
    private static final Pattern RESUMED = Pattern.compile("\"resumed\":[1-9]");
    private static final Predicate<String> CUT = question -> question.contains("You can park");
    private static final Pattern STORY = Pattern.compile("\"(You can park[^\"]*)\"");

    @TempDir static Path folder;

    private static Providers providers;
    private static OffhookProcess offhook;
    private static CallersVoice voice;
    private static Sound question;
    private static List<short[]> story;

    @BeforeAll
    static void hearTheStoryOnce() throws Exception {
        voice = new CallersVoice(folder);
        question = voice.say("flite:slt", StoryProvider.ASK_PREPARED, -22);
        providers = Providers.storytellers(folder);
        offhook = OffhookProcess.serve(StoryProvider.config(providers, folder), folder);
        try (var call = StoryCall.call(offhook.address(), new CallersMicrophone(1, 0, 0))) {
            story = call.record(question);
        }
    }

    @AfterAll
    static void hangUp() {
        if (offhook != null) {
            offhook.close();
        }
        if (providers != null) {
            providers.close();
        }
    }

    @Test
    void wordsStopTheAgentAndTheTranscriptIsCutAtTheWordHeard() throws Exception {
        StoryEar ear;
        try (var call = StoryCall.call(offhook.address(), new CallersMicrophone(2, 0, 0))) {
            assertTrue(call.ask(question, story), "the story is told\n" + offhook.log());
            call.listen(200);
            ear = call.story();
            var words = voice.say("flite:rms", "Sorry, what was that again?", -20);
            StoryCall.Outcome outcome = call.make(words);
            assertFalse(outcome.stop() == null, () -> "the agent talks on: " + call.story());
            // Whatever was understood: the model is asked, and told how far the story was heard.
            for (int i = 0; i < 100 && providers.questions().stream().noneMatch(CUT); i++) {
                call.listen(25);
            }
        }
        int heard = ear.stop().frame();
        String turn =
                offhook.awaitLogged("turn 1: exact.*played [0-9]+ ms", OffhookProcess.PATIENCE);
        List<String> records = Files.readAllLines(offhook.data().resolve("turns.jsonl"));
        String record = last(records, "\"bargeInMs\"");
        assertEquals(20.0 * heard, number(PLAYED, record), 200, () -> turn + "\n" + record);
        // What the model was told of the story, when it was asked about the interruption.
        String told = providers.questions().stream().filter(CUT).findFirst().orElse("");
        Matcher cut = STORY.matcher(told);
        assertTrue(cut.find(), told);
        String words = cut.group(1);
        assertTrue(StoryProvider.PREPARED.startsWith(words + " "), "cut at a word: " + words);
        double share = (double) words.length() / StoryProvider.PREPARED.length();
        assertEquals((double) heard / story.size(), share, 0.05, words);
    }

    @Test
    void afterANodTheAgentGoesOnWhereItStopped() throws Exception {
        try (var call = StoryCall.call(offhook.address(), new CallersMicrophone(3, 0, 0))) {
            assertTrue(call.ask(question, story), "the story is told\n" + offhook.log());
            call.listen(100);
            StoryCall.Outcome outcome = call.makeInVain(voice.say("flite:rms", "yeah", -20));
            assertTrue(call.story().follows(), () -> "it has stopped: " + call.story());
            assertFalse(outcome.goneOn().isEmpty(), () -> call.story().toString());
            StoryEar.GoneOn goneOn = outcome.goneOn().getFirst();
            assertEquals(0, goneOn.lost(), goneOn::toString);
            assertTrue(goneOn.repeated() <= 16, goneOn::toString);
            call.listen(call.story().left() + 50);
            assertEquals(0, call.story().left(), "told to its end");
        }
        List<String> records = Files.readAllLines(offhook.data().resolve("turns.jsonl"));
        String record =
                records.stream()
                        .filter(line -> RESUMED.matcher(line).find())
                        .reduce((_, later) -> later)
                        .orElseThrow(() -> new AssertionError("nothing resumed: " + records));
        assertEquals(20.0 * story.size(), number(PLAYED, record), 200, record);
    }

    private static String last(List<String> lines, String having) {
        return lines.stream()
                .filter(line -> line.contains(having))
                .reduce((_, later) -> later)
                .orElseThrow(() -> new AssertionError("no " + having + " in " + lines));
    }

    private static double number(Pattern pattern, String line) {
        Matcher found = pattern.matcher(line);
        assertTrue(found.find(), line);
        return Double.parseDouble(found.group(1));
    }
}
