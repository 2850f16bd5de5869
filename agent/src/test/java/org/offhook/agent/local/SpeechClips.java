package org.offhook.agent.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A folder of WAV files (mono, 16-bit, 16 kHz) and {@code transcripts.tsv}. */
public final class SpeechClips {
    private SpeechClips() {}

    public record Clip(String name, short[] samples, String words) {}

    public static List<Clip> in(Path folder) throws IOException {
        var clips = new ArrayList<Clip>();
        for (String line : Files.readAllLines(folder.resolve("transcripts.tsv"))) {
            String[] cells = line.split("\t");
            if (cells[0].endsWith(".wav")) {
                clips.add(new Clip(cells[0], samples(folder.resolve(cells[0])), cells[1]));
            }
        }
        return clips;
    }

    public static short[] samples(Path wav) throws IOException {
        return Wav.read(wav).samples();
    }
}
