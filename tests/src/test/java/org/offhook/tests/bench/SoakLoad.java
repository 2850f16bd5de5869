package org.offhook.tests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.offhook.tests.peer.Providers;
import org.offhook.tests.peer.Soak;

/**
 * 100 conversations of 10 turns, 10 at once, with providers of which the first choices fail in one
 * request of four: what the callers heard, and what the server kept.
 */
final class SoakLoad {
    private static final int WARM_UP_CALLS = 10;

    private SoakLoad() {}

    public static void main(String[] arguments) throws Exception {
        int calls = argument(arguments, 0, 100);
        int atOnce = argument(arguments, 1, 10);
        int turns = argument(arguments, 2, 10);
        int faults = argument(arguments, 3, 25);
        Path folder = BenchServer.folder("soak");
        try (var providers =
                        Providers.start(
                                folder, "words=150", "token=150", "audio=100", "faults=" + faults);
                var server = BenchServer.start(Soak.config(providers))) {
            Soak.run(server.address(), WARM_UP_CALLS, atOnce, 2, folder);
            String before = kept(server.pid());
            Soak.Result result = Soak.run(server.address(), calls, atOnce, turns, folder);
            String after = kept(server.pid());
            System.out.println(result);
            System.out.println("before: " + before);
            System.out.println("after:  " + after);
            System.out.println(providers.counts());
            System.out.println("turn records: " + server.turns());
        }
    }

    private static int argument(String[] arguments, int at, int usual) {
        return arguments.length > at ? Integer.parseInt(arguments[at]) : usual;
    }

    /** Threads, open files and memory of a process, after a collection: Linux only. */
    private static String kept(long pid) throws IOException, InterruptedException {
        String heap = jcmd(pid, "GC.run").isEmpty() ? "" : jcmd(pid, "GC.heap_info");
        try (Stream<Path> open = Files.list(Path.of("/proc", "" + pid, "fd"));
                Stream<Path> tasks = Files.list(Path.of("/proc", "" + pid, "task"))) {
            return "threads %d, open files %d, heap %s"
                    .formatted(tasks.count(), open.count(), heap.replaceAll("\\s+", " ").strip());
        }
    }

    private static String jcmd(long pid, String command) throws IOException, InterruptedException {
        String program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process process =
                new ProcessBuilder(program, "" + pid, command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return text;
    }
}
