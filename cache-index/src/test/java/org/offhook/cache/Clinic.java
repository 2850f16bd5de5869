package org.offhook.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The hand-written front desk of {@code clinic.txt}. */
record Clinic(List<Answer> answers, Map<String, String> paraphrases, List<String> nearMisses) {
    /** The same bank with the questions of {@code clinic-fresh.txt}, which nothing was tuned on. */
    static Clinic fresh() {
        var paraphrases = new LinkedHashMap<String, String>();
        var nearMisses = new ArrayList<String>();
        for (String line : lines("/clinic-fresh.txt")) {
            if (line.startsWith("+ ")) {
                int bar = line.indexOf(" | ");
                paraphrases.put(line.substring(bar + 3), line.substring(2, bar));
            } else if (line.startsWith("! ")) {
                nearMisses.add(line.substring(2));
            }
        }
        return new Clinic(read().answers(), paraphrases, nearMisses);
    }

    static Clinic read() {
        var phrasings = new LinkedHashMap<String, List<String>>();
        var says = new LinkedHashMap<String, String>();
        var paraphrases = new LinkedHashMap<String, String>();
        var nearMisses = new ArrayList<String>();
        String id = "";
        for (String line : lines("/clinic.txt")) {
            String text = line.length() < 2 ? "" : line.substring(2);
            switch (line.charAt(0)) {
                case '=' -> {
                    id = text.substring(0, text.indexOf(" | "));
                    says.put(id, text.substring(text.indexOf(" | ") + 3));
                    phrasings.put(id, new ArrayList<>());
                }
                case '-' -> phrasings.get(id).add(text);
                case '+' -> paraphrases.put(text, id);
                case '!' -> nearMisses.add(text);
                default -> {}
            }
        }
        var answers = new ArrayList<Answer>();
        phrasings.forEach((answer, questions) ->
                answers.add(
                        new Answer(answer, says.get(answer), questions, new Answer.Then.Listen())));
        return new Clinic(answers, paraphrases, nearMisses);
    }

    private static List<String> lines(String resource) {
        try (var in = Clinic.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException ours) {
            throw new UncheckedIOException(ours);
        }
    }
}
