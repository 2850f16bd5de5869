package org.offhook.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.offhook.agent.AnswerAudio;
import org.offhook.agent.Prompt;
import org.offhook.server.config.ConfigException;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The demo's bank and its audio belong together: a text changed without its audio fails here. */
class DemoAudioTest {
    @Test
    void everyTextHasItsAudioAndEveryAudioItsText() throws Exception {
        assertEquals(wanted(), recorded());
    }

    @Test
    void whateverAnAgentMaySayFromItIsWanted() throws Exception {
        Set<String> ids =
                Banks.sayings(Banks.demoToRecord()).stream()
                        .map(AnswerAudio.Saying::id)
                        .collect(Collectors.toSet());
        for (Prompt prompt : Prompt.values()) {
            assertTrue(ids.contains(prompt.key()), prompt.key());
        }
    }

    @Test
    void theAudioIsSmallEnoughToShip() throws IOException, URISyntaxException {
        long bytes = 0;
        for (String name : recorded()) {
            bytes += Files.size(audio().resolve(name));
        }
        assertTrue(bytes < 5_000_000, bytes + " bytes");
    }

    @Test
    void noQuestionMeansTwoAnswers() throws IOException {
        Set<String> seen = new HashSet<>();
        for (Map<?, ?> answer : answers()) {
            List<?> questions = (List<?>) answer.get("questions");
            assertTrue(questions.size() >= 5, answer.get("id") + " has too few phrasings");
            for (Object question : questions) {
                String words =
                        question.toString().toLowerCase(Locale.ROOT).replaceAll("[^a-z ]", "");
                assertTrue(seen.add(words), "twice: " + question);
            }
        }
    }

    private static Set<String> wanted() throws ConfigException, IOException {
        return Banks.sayings(Banks.demoToRecord()).stream()
                .map(AnswerAudio::shippedName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> recorded() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.list(audio())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".opus"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static List<Map<?, ?>> answers() throws IOException {
        return ((List<?>) bank().get("answers"))
                .stream().<Map<?, ?>>map(answer -> (Map<?, ?>) answer).toList();
    }

    private static Map<?, ?> bank() throws IOException {
        try (InputStream yaml = DemoAudioTest.class.getResourceAsStream("/demo/clinic.yaml")) {
            return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromInputStream(yaml);
        }
    }

    private static Path audio() throws URISyntaxException {
        URI bank = DemoAudioTest.class.getResource("/demo/clinic.yaml").toURI();
        return Path.of(bank).resolveSibling("audio");
    }
}
