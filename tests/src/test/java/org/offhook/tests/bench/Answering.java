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
        try (var line = new Line(script, activity.open())) {
            int endMillis = script.samples().length / 16;
            int decidedMillis = 0;
            for (int millis = 1; millis < endMillis; millis++) {
                line.passMillisecond();
                AnsweredBy by = line.answeredBy();
                if (by != AnsweredBy.PENDING && decidedMillis == 0) {
                    decidedMillis = millis;
                }
                if (by != AnsweredBy.PENDING && !line.waitsForTheBeep()) {
                    return line.result(by, decidedMillis, millis);
                }
            }
            return line.result(line.answeredBy(), decidedMillis, endMillis);
        }
    }

    /** A callee who plays the script, and our ears at the other end; in virtual time. */
    private final class Line implements AutoCloseable {
        private final AnswerScript script;
        private final VoiceActivity voice;
        private final PriorityQueue<Words> later =
                new PriorityQueue<>((a, b) -> Long.compare(a.atNanos, b.atNanos));
        private final ArrayDeque<Look> looks = new ArrayDeque<>();
        private final HeardFrames.Frame frame = new HeardFrames.Frame();
        private final CallAudio callee = audio(1, MS);
        private final CallAudio ours = audio(2, 9 * MS);
        private final Screening screening;
        private long nowNanos = MS;

        Line(AnswerScript script, VoiceActivity voice) {
            this.script = script;
            this.voice = voice;
            var peer = new InetSocketAddress("127.0.0.1", 4000);
            callee.negotiated(AudioSession.of(CodecType.PCMU, peer), nowNanos);
            ours.negotiated(AudioSession.of(CodecType.PCMU, peer), nowNanos);
            short[] samples = script.samples();
            callee.playout()
                    .play(callee.playout().begin(), PreparedAudio.encode(samples, samples.length));
            screening =
                    new Screening(
                            voice,
                            Limits.defaults(),
                            (attempt, speech) -> looks.add(new Look(attempt, speech)),
                            nowNanos);
        }

        private static CallAudio audio(long seed, long firstTickNanos) {
            return new CallAudio(
                    MediaConfig.defaults(), new MediaListener() {}, seed, firstTickNanos, () -> {});
        }

        void passMillisecond() throws IOException, InterruptedException {
            nowNanos += MS;
            callee.tick(
                    nowNanos, (packet, length) -> ours.onPacket(packet.clone(), length, nowNanos));
            ours.tick(nowNanos, (packet, length) -> {});
            while (ours.heard().available() > 0 && ours.heard().takeOrWait(frame)) {
                screening.onFrame(frame, nowNanos);
            }
            while (!later.isEmpty() && later.peek().atNanos() <= nowNanos) {
                Words words = later.poll();
                screening.onWords(words.attempt(), words.words());
            }
            while (!looks.isEmpty()) {
                later.add(words(looks.poll(), nowNanos));
            }
        }

        AnsweredBy answeredBy() {
            return screening.answeredBy(nowNanos);
        }

        boolean waitsForTheBeep() {
            return answeredBy() == AnsweredBy.MACHINE && !screening.mayLeaveMessage(nowNanos);
        }

        AnsweringFigures.One result(AnsweredBy by, int decidedMillis, int endMillis) {
            return new AnsweringFigures.One(
                    script, by, decidedMillis, endMillis, screening.words());
        }

        @Override
        public void close() {
            voice.close();
            ours.close();
            callee.close();
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
