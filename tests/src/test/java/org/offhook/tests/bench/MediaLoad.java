package org.offhook.tests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.offhook.server.config.BankLoader;
import org.offhook.tests.peer.Loopback;
import org.offhook.tests.peer.Sound;
import org.offhook.tests.peer.Ulaw;
import org.offhook.tests.peer.Waiting;

/**
 * Many PCMU calls with audio both ways: what the program loses and costs, beside a bare packet loop
 * over as many sockets in the same minute.
 */
final class MediaLoad {
    private static final int SECONDS_TO_PLACE_CALLS = 25;

    private MediaLoad() {}

    public static void main(String[] arguments) throws Exception {
        int calls = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 30;
        byte[][] silence = Ulaw.frames(Sound.silence(Duration.ofSeconds(1)));
        double floor = floor(calls, seconds, silence);
        double server = server(calls, seconds, silence);
        System.out.printf("server / floor: %.2f%n", server / floor);
    }

    private static double floor(int calls, int seconds, byte[][] audio) throws Exception {
        try (var crowd = new RtpCrowd(Loopback.next(), calls, audio)) {
            var first = crowd.addresses().getFirst();
            int step = crowd.addresses().get(1).getPort() - first.getPort();
            Process process =
                    new ProcessBuilder(
                                    ProcessHandle.current().info().command().orElseThrow(),
                                    "-XX:+UseSerialGC",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    RtpFloor.class.getName(),
                                    first.getAddress().getHostAddress(),
                                    "" + first.getPort(),
                                    "" + step,
                                    "" + calls,
                                    "" + (seconds + 5))
                            .inheritIO()
                            .start();
            try {
                Waiting.until("the floor's packets", () -> crowd.talking() == calls);
                return measure("floor", crowd, new ProcessCpu(process.pid()), seconds);
            } finally {
                process.destroy();
            }
        }
    }

    private static double server(int calls, int seconds, byte[][] audio) throws Exception {
        Duration length = Duration.ofSeconds(seconds + SECONDS_TO_PLACE_CALLS);
        try (var server = BenchServer.start(talkative());
                var crowd = new RtpCrowd(Loopback.next(), calls, audio);
                var signalling = CrowdCalls.place(server.address(), crowd, length)) {
            double cost = measure("server", crowd, server.cpu(), seconds);
            var report = signalling.awaitEnd();
            System.out.printf("calls: %d well, %d failed%n", report.successful(), report.failed());
            return cost;
        }
    }

    /** An agent whose greeting lasts longer than the measurement, so that all calls play audio. */
    private static String talkative() throws IOException {
        String sentence = "This is prepared audio that goes on and on until the caller is gone. ";
        var bank = new StringBuilder("name: talkative\nprompts:\n");
        for (String prompt : BankLoader.PROMPTS) {
            String text = prompt.equals("greeting") ? sentence.repeat(14) : "One moment.";
            bank.append("  %s: \"%s\"%n".formatted(prompt, text.strip()));
        }
        bank.append("answers: [{id: only, say: \"Yes.\", questions: [\"Is there an answer?\"]}]\n");
        Path file = Files.writeString(BenchServer.folder("bank").resolve("bank.yaml"), bank);
        return "agents: [{name: bench, numbers: [\"*\"], bank: %s}]%n".formatted(file);
    }

    /** CPU milliseconds per second of one call. */
    private static double measure(String who, RtpCrowd crowd, ProcessCpu cpu, int seconds)
            throws IOException, InterruptedException {
        int calls = crowd.talking();
        Duration before = cpu.used();
        long start = System.nanoTime();
        crowd.startCounting();
        TimeUnit.SECONDS.sleep(seconds);
        double elapsedSeconds = (System.nanoTime() - start) / 1e9;
        double cost = cpu.used().minus(before).toMillis() / elapsedSeconds / calls;
        long memory = cpu.peakMegabytes();
        System.out.printf("%s: %s%n", who, crowd.stop());
        System.out.printf(
                "%s: %d calls, CPU %.2f ms per call-second, peak memory %d MB%n",
                who, calls, cost, memory);
        return cost;
    }
}
