package org.offhook.tests.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.offhook.cache.Answer;
import org.offhook.server.config.BankLoader;
import org.offhook.server.config.ConfigException;

/** A bank and questions whose answers in it are known. */
record SpokenSet(String name, List<Answer> bank, List<Question> questions) {
    /**
     * @param expected id of the answer, or an empty string where silence is right
     */
    record Question(String text, String expected) {}

    /** A text, in quotes where it has commas or line ends, and its intent. */
    private static final Pattern ROW =
            Pattern.compile("(?m)^(\"(?:[^\"]|\"\")*\"|[^,\"\\n]*),([A-Za-z_?0-9]+)$");

    private static final int CACHED = 50;
    private static final int PER_ANSWER = 20;
    private static final double KEPT_FOR_TEST = 0.3;

    /**
     * The demo's questions, two banks of the demo: as it is, and without the very questions that
     * are asked, so that all of them are paraphrases.
     */
    static List<SpokenSet> demo(int count) throws IOException, ConfigException {
        List<Answer> bank;
        try (var in = BankLoader.class.getResourceAsStream("/demo/clinic.yaml")) {
            bank =
                    BankLoader.read("demo", new String(in.readAllBytes(), StandardCharsets.UTF_8))
                            .answers();
        }
        var all = new ArrayList<Question>();
        for (Answer answer : bank) {
            answer.questions().forEach(text -> all.add(new Question(text, answer.id())));
        }
        Collections.shuffle(all, new Random(4));
        List<Question> asked = List.copyOf(all.subList(0, Math.min(count, all.size())));
        var rest = new ArrayList<Answer>();
        for (Answer answer : bank) {
            var questions = new ArrayList<>(answer.questions());
            asked.forEach(question -> questions.remove(question.text()));
            rest.add(new Answer(answer.id(), answer.say(), questions, answer.then()));
        }
        return List.of(
                new SpokenSet("demo", bank, asked),
                new SpokenSet("demo, asked in words it does not have", rest, asked));
    }

    /**
     * BANKING77: 50 answers of 20 phrasings, and questions of all 77 intents from the 30 % that the
     * gate was not fitted on, divided as the bench of banking questions divides them.
     */
    static SpokenSet banking(Path data, int count) throws IOException {
        var byIntent = new TreeMap<String, List<String>>();
        var rows = ROW.matcher(Files.readString(data.resolve("banking77/train.csv")));
        while (rows.find()) {
            String text = rows.group(1).replaceAll("^\"|\"$", "").replace("\"\"", "\"").strip();
            if (!rows.group(2).equals("category")) {
                byIntent.computeIfAbsent(rows.group(2), _ -> new ArrayList<>()).add(text);
            }
        }
        var random = new Random(77);
        var bank = new ArrayList<Answer>();
        var asked = new ArrayList<Question>();
        var intents = new ArrayList<>(byIntent.keySet());
        byIntent.forEach((_, texts) -> Collections.shuffle(texts, random));
        Collections.shuffle(intents, random);
        for (Map.Entry<String, List<String>> intent : byIntent.entrySet()) {
            List<String> texts = intent.getValue();
            int kept = (int) (KEPT_FOR_TEST * texts.size());
            boolean cached = intents.indexOf(intent.getKey()) >= intents.size() - CACHED;
            if (cached) {
                int to = Math.min(texts.size(), kept + PER_ANSWER);
                bank.add(
                        new Answer(
                                intent.getKey(),
                                "Yes.",
                                List.copyOf(texts.subList(kept, to)),
                                new Answer.Then.Listen()));
            }
            String expected = cached ? intent.getKey() : "";
            texts.subList(0, kept).forEach(text -> asked.add(new Question(text, expected)));
        }
        Collections.shuffle(asked, random);
        return new SpokenSet(
                "banking", bank, List.copyOf(asked.subList(0, Math.min(count, asked.size()))));
    }
}
