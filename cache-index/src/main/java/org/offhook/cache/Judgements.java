package org.offhook.cache;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What was judged of the answers played here, and from which score on an answer is sure; any
 * thread. Each judgement is one line of a file: score, from which score on answers were played
 * then, verdict, answer, time; no words of callers. A line is never changed: what is taken back is
 * one more line.
 *
 * <p>A right one counts for the scores that were played then and for higher ones. Of lower scores
 * only these few would be counted, and the worse ones between not. What was not played, and judged
 * all the same, is drawn as often from all scores above {@link #judgedFrom}, and counts for these.
 */
final class Judgements {
    /** More are not kept: the newest count. */
    private static final int MOST = 20_000;

    private static final Pattern LINE =
            Pattern.compile(
                    "(-?[0-9.]{1,12}) (-?[0-9.]{1,12})"
                            + " (right|wrong|unsaid-right|unsaid-wrong|undone) (\\S+) \\S+");
    private static final String UNDONE = "undone";
    private static final String RIGHT = "right";
    private static final String WRONG = "wrong";
    private static final String UNSAID = "unsaid-";

    private final Path file;
    private final Calibration shipped;
    private final double wrongRate;
    private final ReentrantLock writing = new ReentrantLock();
    private final List<Judged> judged = new ArrayList<>();

    /** By step of {@link #shipped}: those judged here of its score or more, and the wrong ones. */
    private final long[] total;

    private final long[] wrong;
    private final double judgedFrom;
    private int unsaid;
    private volatile Proof proof;

    /**
     * One line; {@code answer} as {@link #name} has it.
     *
     * @param countsFrom of a right one, the lowest score it says something of
     * @param said whether a caller heard it
     */
    private record Judged(
            double score, double countsFrom, boolean right, boolean said, String answer) {
        String line() {
            String verdict = (said ? "" : UNSAID) + (right ? RIGHT : WRONG);
            return String.format(Locale.ROOT, "%.4f %.4f %s", score, countsFrom, verdict);
        }
    }

    private Judgements(Path file, Calibration shipped, double wrongRate) {
        this.file = file;
        this.shipped = shipped;
        this.wrongRate = wrongRate;
        judgedFrom = shipped.worthJudging(wrongRate);
        total = new long[shipped.steps().size()];
        wrong = new long[shipped.steps().size()];
    }

    /**
     * @param file need not exist; a line that is no judgement is passed over
     */
    static Judgements open(Path file, Calibration shipped, double wrongRate) throws IOException {
        var judgements = new Judgements(file, shipped, wrongRate);
        if (Files.exists(file)) {
            String all = Files.readString(file);
            if (!all.isEmpty() && !all.endsWith("\n")) {
                // What a kill has left of a line takes no other with it.
                Files.writeString(file, "\n", StandardOpenOption.APPEND);
            }
            for (String line : all.split("\n")) {
                Matcher matcher = LINE.matcher(line);
                if (matcher.matches()) {
                    judgements.read(matcher);
                }
            }
        }
        judgements.prove();
        return judgements;
    }

    private void read(Matcher line) {
        String answer = line.group(4);
        if (line.group(3).equals(UNDONE)) {
            takeBack(answer);
            return;
        }
        double score = Double.parseDouble(line.group(1));
        double countsFrom = Double.parseDouble(line.group(2));
        boolean right = line.group(3).endsWith(RIGHT);
        boolean said = !line.group(3).startsWith(UNSAID);
        count(new Judged(score, countsFrom, right, said, answer));
    }

    Proof proof() {
        return proof;
    }

    /** The lowest score of which an answer is judged though it is not played. */
    double judgedFrom() {
        return judgedFrom;
    }

    /** Keeps a verdict on what was played, and decides by it from now on. */
    void add(String bank, String answerId, double score, boolean right) throws IOException {
        double playedFrom = proof.sure().orElse(score);
        add(bank, answerId, new Judged(score, playedFrom, right, true, name(bank, answerId)));
    }

    /** As above, of what nobody heard. */
    void addUnsaid(String bank, String answerId, double score, boolean right) throws IOException {
        add(bank, answerId, new Judged(score, judgedFrom, right, false, name(bank, answerId)));
    }

    private void add(String bank, String answerId, Judged one) throws IOException {
        writing.lock();
        try {
            write(file, one.line(), bank, answerId);
            count(one);
            prove();
        } finally {
            writing.unlock();
        }
    }

    /** The last wrong one of an answer was none; nothing happens where there is none. */
    void withdraw(String bank, String answerId) throws IOException {
        writing.lock();
        try {
            withdraw(file, bank, answerId);
            takeBack(name(bank, answerId));
            prove();
        } finally {
            writing.unlock();
        }
    }

    /** As {@link #withdraw(String, String)}, where the file is not open. */
    static void withdraw(Path file, String bank, String answerId) throws IOException {
        write(file, "0 0 " + UNDONE, bank, answerId);
    }

    private static void write(Path file, String verdict, String bank, String answerId)
            throws IOException {
        String line = verdict + ' ' + name(bank, answerId) + ' ' + Instant.now() + '\n';
        Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String name(String bank, String answerId) {
        return URLEncoder.encode(bank, StandardCharsets.UTF_8)
                + '/'
                + URLEncoder.encode(answerId, StandardCharsets.UTF_8);
    }

    private void takeBack(String answer) {
        for (int i = judged.size() - 1; i >= 0; i--) {
            Judged one = judged.get(i);
            if (one.said() && !one.right() && one.answer().equals(answer)) {
                count(judged.remove(i), -1);
                return;
            }
        }
    }

    private void count(Judged one) {
        judged.add(one);
        count(one, 1);
        if (judged.size() > MOST) {
            count(judged.removeFirst(), -1);
        }
    }

    /** One more or less wherever its score reaches: the others are not counted again. */
    private void count(Judged one, int by) {
        unsaid += one.said() ? 0 : by;
        for (int i = 0; i < total.length; i++) {
            double step = shipped.steps().get(i).score();
            if (one.score() >= step && (!one.right() || step >= one.countsFrom())) {
                total[i] += by;
                wrong[i] += one.right() ? 0 : by;
            }
        }
    }

    private void prove() {
        Calibration now = shipped.with(total, wrong);
        proof =
                new Proof(
                        wrongRate,
                        now.sure(wrongRate),
                        now.moreNeeded(wrongRate),
                        judged.size() - unsaid,
                        unsaid);
    }
}
