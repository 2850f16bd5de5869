package org.offhook.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.offhook.media.PreparedAudio;

/** What the demo's agent says, as it is shipped: text and audio. */
final class AgentRecordings {
    private static final Path DEMO = Path.of("../server/src/main/resources/demo");
    private static final Pattern SAYS =
            Pattern.compile("- id: (\\S+)\\s+say: \"([^\"]+)\"", Pattern.MULTILINE);
    private static final Pattern FILE = Pattern.compile("(.+)-[0-9a-f]{12}\\.opus");

    private AgentRecordings() {}

    record Recording(String id, String text, PreparedAudio audio) {}

    /** Those long enough to be interrupted, by name. */
    static List<Recording> longerThan(int millis) throws IOException {
        Map<String, String> texts = new HashMap<>();
        Matcher says = SAYS.matcher(Files.readString(DEMO.resolve("clinic.yaml")));
        while (says.find()) {
            texts.put(says.group(1), says.group(2));
        }
        try (Stream<Path> files = Files.list(DEMO.resolve("audio"))) {
            var recordings = new java.util.ArrayList<Recording>();
            for (Path file : files.sorted().toList()) {
                Matcher name = FILE.matcher(file.getFileName().toString());
                if (!name.matches() || !texts.containsKey(name.group(1))) {
                    continue;
                }
                PreparedAudio audio = PreparedAudio.read(file);
                if (audio.millis() > millis) {
                    recordings.add(new Recording(name.group(1), texts.get(name.group(1)), audio));
                }
            }
            return List.copyOf(recordings);
        }
    }
}
