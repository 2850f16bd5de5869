package org.offhook.agent.local;

import java.io.PrintStream;
import java.util.Locale;

/** A progress bar: one rewritten line on a terminal, a line each quarter elsewhere. One thread. */
public final class ConsoleProgress implements Progress {
    private static final int BAR_CELLS = 24;
    private static final int LINE_COLUMNS = 96;
    private static final int QUARTER_PERCENT = 25;

    private final PrintStream out;
    private final boolean terminal;
    private String lastWhat = "";
    private int lastPercent = -1;

    /**
     * @param terminal true where {@code \r} goes back to the start of the line
     */
    public ConsoleProgress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** On standard error, so that standard output stays clean for other programs. */
    public static ConsoleProgress onStandardError() {
        var console = System.console();
        return new ConsoleProgress(System.err, console != null && console.isTerminal());
    }

    @Override
    public void at(String what, long doneBytes, long totalBytes) {
        int percent = totalBytes == 0 ? 0 : (int) (100 * doneBytes / totalBytes);
        if (terminal) {
            rewrite(what, percent, doneBytes, totalBytes);
        } else if (!what.equals(lastWhat) || quarter(percent) > quarter(lastPercent)) {
            out.println(text(what, percent, doneBytes, totalBytes));
            lastWhat = what;
            lastPercent = percent;
        }
    }

    private void rewrite(String what, int percent, long doneBytes, long totalBytes) {
        if (percent == lastPercent && what.equals(lastWhat)) {
            return;
        }
        int full = BAR_CELLS * percent / 100;
        String bar = "#".repeat(full) + ".".repeat(BAR_CELLS - full);
        String line = "[" + bar + "] " + text(what, percent, doneBytes, totalBytes);
        // Padding wipes what a longer line before has left behind.
        out.print("\r" + String.format("%-" + LINE_COLUMNS + "s", line));
        if (percent == 100) {
            out.println();
        }
        out.flush();
        lastWhat = what;
        lastPercent = percent;
    }

    private static int quarter(int percent) {
        return Math.floorDiv(percent, QUARTER_PERCENT);
    }

    private static String text(String what, int percent, long doneBytes, long totalBytes) {
        if (totalBytes == 0) {
            return "models: " + what;
        }
        return String.format(
                Locale.ROOT,
                "models %3d %% %6.1f of %.1f MB  %s",
                percent,
                doneBytes / 1e6,
                totalBytes / 1e6,
                what);
    }
}
