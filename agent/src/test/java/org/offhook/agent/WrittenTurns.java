package org.offhook.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns that were only written, {@code pauses/dialogues.txt}: there are many more ways to answer
 * than are spoken in {@link PausedTurns}. Each is looked at at its end and wherever it may be taken
 * for over.
 */
final class WrittenTurns {
    private WrittenTurns() {}

    static List<CompletenessFit.Look> looks() throws IOException {
        var looks = new ArrayList<CompletenessFit.Look>();
        for (String line : lines()) {
            String[] cells = line.split("\t");
            String[] pieces = cells[1].split("\\|");
            var said = new StringBuilder();
            for (int i = 0; i < pieces.length; i++) {
                said.append(said.isEmpty() ? "" : " ").append(pieces[i].strip());
                boolean end = i == pieces.length - 1;
                looks.add(new CompletenessFit.Look(said.toString(), cells[0], end, true));
            }
        }
        return looks;
    }

    private static List<String> lines() throws IOException {
        try (InputStream in = WrittenTurns.class.getResourceAsStream("/pauses/dialogues.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }
}
