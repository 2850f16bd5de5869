package org.offhook.tests.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * One caller who asks question after question, each marked with its number, and listens to the end
 * of what comes. Used by one thread.
 */
final class SoakCall {
    /** Quiet for so long, the answer is over. */
    private static final long ANSWERED_NANOS = 700_000_000L;

    /** A filler or an apology may be followed by more, a filler by the next filler after 4 s. */
    private static final long UNANSWERED_NANOS = 4_500_000_000L;

    private static final long LONGEST_TURN_NANOS = 40_000_000_000L;
    private static final int GREETING_FRAMES = 500;

    /**
     * What became of a question.
     *
     * @param stoppedNanos when its last packet left
     * @param firstNanos when the first sound came; 0 where none did
     * @param silenceMillis longest silence from its last packet to the last sound
     * @param mark of the answer; -1 where it was an apology
     */
    record Turn(int asked, long stoppedNanos, long firstNanos, long silenceMillis, int mark) {
        boolean isAnswered() {
            return mark == asked;
        }

        boolean isWrong() {
            return mark >= 0 && mark != asked;
        }
    }

    private final byte[][][] questions;
    private final List<Turn> turns = new ArrayList<>();
    private boolean lost;

    /**
     * @param questions frames of PCMU by number
     */
    SoakCall(byte[][][] questions) {
        this.questions = questions;
    }

    /** Calls, asks so many questions, hangs up. */
    void run(InetSocketAddress server, int count, int firstNumber) {
        try (ScriptedPhone phone = ScriptedPhone.call(server)) {
            awaitQuiet(phone, GREETING_FRAMES);
            for (int i = 0; i < count && !lost; i++) {
                ask(phone, (firstNumber + i) % questions.length);
                lost = phone.isHungUp();
            }
        } catch (IOException refused) {
            lost = true;
        }
    }

    private static void awaitQuiet(ScriptedPhone phone, int longestFrames) throws IOException {
        for (int i = 0; i < longestFrames; i++) {
            phone.listen();
            long quietNanos = System.nanoTime() - phone.lastAudibleNanos();
            if (phone.heardFrames() > 25 && quietNanos > ANSWERED_NANOS) {
                return;
            }
        }
    }

    private void ask(ScriptedPhone phone, int number) throws IOException {
        phone.forgetMark();
        long stopped = phone.speak(questions[number]);
        long since = stopped;
        long first = 0;
        long silence = 0;
        while (System.nanoTime() - stopped < LONGEST_TURN_NANOS) {
            phone.listen();
            long heard = phone.lastAudibleNanos();
            if (heard > since) {
                silence = Math.max(silence, heard - since);
                first = first == 0 ? phone.audibleSinceNanos() : first;
                since = heard;
            }
            boolean answered = phone.heardMark() >= 0;
            long quiet = System.nanoTime() - since;
            if (first != 0 && quiet > (answered ? ANSWERED_NANOS : UNANSWERED_NANOS)) {
                break;
            }
        }
        turns.add(
                new Turn(
                        number,
                        stopped,
                        first,
                        (first == 0 ? LONGEST_TURN_NANOS : silence) / 1_000_000,
                        phone.heardMark()));
    }

    List<Turn> turns() {
        return turns;
    }

    /** Whether the call was refused or ended before its time. */
    boolean isLost() {
        return lost;
    }
}
