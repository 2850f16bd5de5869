package org.offhook.tests.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.offhook.agent.Limits;
import org.offhook.agent.Screening;
import org.offhook.agent.Speech;
import org.offhook.agent.VoiceActivity;
import org.offhook.agent.answering.AnsweredBy;
import org.offhook.agent.local.ModelFiles;
import org.offhook.agent.local.Moonshine;
import org.offhook.agent.local.SileroVad;
import org.offhook.media.HeardFrames;
import org.offhook.media.MediaConfig;
import org.offhook.media.MediaListener;
import org.offhook.media.PreparedAudio;
import org.offhook.media.call.CallAudio;
import org.offhook.media.codec.CodecType;
import org.offhook.media.sdp.AudioSession;

/**
 * Who answered: the scripts of {@code tests/bench/answering.txt} go through the product's own media
 * as PCMU, its voice activity, its recogniser and {@link Screening}, in virtual time. A look at
 * words takes 120 ms and an eighth of what is looked at. Arguments: {@code tune} or {@code report},
 * the half of the scripts to run; none: both.
 */
final class Answering {
    private static final long MS = 1_000_000;
    private static final Path FOLDER = Path.of("tests/target/answering");

    private record Look(int attempt, Speech speech) {}

    private record Words(int attempt, String words, long atNanos) {}

    private final Moonshine recogniser;
    private final SileroVad activity;

    private Answering(Moonshine recogniser, SileroVad activity) {
        this.recogniser = recogniser;
        this.activity = activity;
    }

    public static void main(String[] arguments) throws Exception {
        Files.createDirectories(FOLDER);
        List<String> halves =
                arguments.length == 0 ? List.of("tune", "report") : List.of(arguments);
        String elsewhere = System.getenv("OFFHOOK_MODELS");
        ModelFiles files =
                ModelFiles.in(
                        elsewhere == null ? ModelFiles.defaultDirectory() : Path.of(elsewhere));
        files.fetch((what, done, total) -> {});
        try (var recogniser = Moonshine.load(files, Moonshine.Size.BASE);
                var activity = SileroVad.load(files)) {
            var bench = new Answering(recogniser, activity);
            for (String half : halves) {
                var results = new ArrayList<AnsweringFigures.One>();
                for (AnswerScript script : scripts(half.equals("report"))) {
                    results.add(bench.run(script));
                }
                AnsweringFigures.print(half, results);
            }
        }
    }

    /** Every other one of each label. */
    private static List<AnswerScript> scripts(boolean forReport)
            throws IOException, InterruptedException {
        var scripts = new ArrayList<AnswerScript>();
        var counts = new TreeMap<String, Integer>();
        int number = 0;
        for (String line : Files.readAllLines(Path.of("tests/bench/answering.txt"))) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String label = line.substring(0, line.indexOf(':'));
            String script = line.substring(line.indexOf(':') + 1).strip();
            boolean second = counts.merge(label, 1, Integer::sum) % 2 == 0;
            if (second == forReport) {
                scripts.add(AnswerScript.make(label, script, number, FOLDER));
            }
            number++;
        }
        return scripts;
    }

    private AnsweringFigures.One run(AnswerScript script) throws Exception {
        var peer = new InetSocketAddress("127.0.0.1", 4000);
        var later = new PriorityQueue<Words>((a, b) -> Long.compare(a.atNanos, b.atNanos));
        var looks = new ArrayDeque<Look>();
        long[] now = {MS};
        try (var callee =
                        new CallAudio(
                                MediaConfig.defaults(), new MediaListener() {}, 1, MS, () -> {});
                var ours =
                        new CallAudio(
                                MediaConfig.defaults(),
                                new MediaListener() {},
                                2,
                                9 * MS,
                                () -> {});
                VoiceActivity voice = activity.open()) {
            callee.negotiated(AudioSession.of(CodecType.PCMU, peer), now[0]);
            ours.negotiated(AudioSession.of(CodecType.PCMU, peer), now[0]);
            callee.playout()
                    .play(
                            callee.playout().begin(),
                            PreparedAudio.encode(script.samples(), script.samples().length));
            var screening =
                    new Screening(
                            voice,
                            Limits.defaults(),
                            (attempt, speech) -> looks.add(new Look(attempt, speech)),
                            now[0]);
            var frame = new HeardFrames.Frame();
            int decidedMillis = 0;
            int endMillis = script.samples().length / 16;
            for (int millis = 1; millis < endMillis; millis++) {
                now[0] += MS;
                callee.tick(
                        now[0], (packet, length) -> ours.onPacket(packet.clone(), length, now[0]));
                ours.tick(now[0], (packet, length) -> {});
                while (ours.heard().available() > 0 && ours.heard().takeOrWait(frame)) {
                    screening.onFrame(frame, now[0]);
                }
                while (!later.isEmpty() && later.peek().atNanos() <= now[0]) {
                    Words words = later.poll();
                    screening.onWords(words.attempt(), words.words());
                }
                while (!looks.isEmpty()) {
                    later.add(words(looks.poll(), now[0]));
                }
                AnsweredBy by = screening.answeredBy(now[0]);
                if (by != AnsweredBy.PENDING && decidedMillis == 0) {
                    decidedMillis = millis;
                }
                boolean waits = by == AnsweredBy.MACHINE && !screening.mayLeaveMessage(now[0]);
                if (by != AnsweredBy.PENDING && !waits) {
                    return new AnsweringFigures.One(
                            script, by, decidedMillis, millis, screening.words());
                }
            }
            return new AnsweringFigures.One(
                    script,
                    screening.answeredBy(now[0]),
                    decidedMillis,
                    endMillis,
                    screening.words());
        }
    }

    private Words words(Look look, long nowNanos) throws IOException, InterruptedException {
        short[] samples = look.speech().samples();
        long takesNanos = (120 + samples.length / 16 / 8) * MS;
        Path file = FOLDER.resolve(AnswerScript.fingerprint(samples, samples.length) + ".txt");
        if (!Files.exists(file)) {
            Files.writeString(file, recogniser.recognise(samples, samples.length, () -> false));
        }
        return new Words(look.attempt(), Files.readString(file), nowNanos + takesNanos);
    }
}
