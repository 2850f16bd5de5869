package org.offhook.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What was judged of the answers played here, and from which score on an answer is sure; any
 * thread. Each judgement is one line of a file and holds no words.
 */
final class Judgements {
    /** More are not kept: the newest count. */
    private static final int MOST = 20_000;

    private final Path file;
    private final Calibration shipped;
    private final double wrongRate;
    private final ReentrantLock writing = new ReentrantLock();
    private final List<Calibration.Judged> judged = new ArrayList<>();
    private volatile Proof proof;

    private Judgements(Path file, Calibration shipped, double wrongRate) {
        this.file = file;
        this.shipped = shipped;
        this.wrongRate = wrongRate;
    }

    /**
     * @param file need not exist; a line that is no judgement is passed over
     */
    static Judgements open(Path file, Calibration shipped, double wrongRate) throws IOException {
        var judgements = new Judgements(file, shipped, wrongRate);
        if (Files.exists(file)) {
            List<String> lines = Files.readAllLines(file);
            for (String line : lines.subList(Math.max(0, lines.size() - MOST), lines.size())) {
                if (line.matches("-?[0-9.]{1,12} (right|wrong)")) {
                    String[] words = line.split(" ");
                    judgements.judged.add(
                            new Calibration.Judged(
                                    Double.parseDouble(words[0]), words[1].equals("right")));
                }
            }
        }
        judgements.prove();
        return judgements;
    }

    private void prove() {
        Calibration now = shipped.with(judged);
        proof = new Proof(wrongRate, now.sure(wrongRate), now.moreNeeded(wrongRate), judged.size());
    }

    Proof proof() {
        return proof;
    }

    /** Keeps it and decides by it from now on. */
    void add(double score, boolean right) throws IOException {
        writing.lock();
        try {
            String line = String.format(Locale.ROOT, "%.4f %s%n", score, right ? "right" : "wrong");
            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            judged.add(new Calibration.Judged(score, right));
            if (judged.size() > MOST) {
                judged.removeFirst();
            }
            prove();
        } finally {
            writing.unlock();
        }
    }
}
