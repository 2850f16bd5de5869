package org.offhook.tests.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import org.offhook.tests.peer.SippRun;
import org.offhook.tests.peer.Waiting;

/** Signalling for a crowd: SIPp places one call for each of its ends. */
final class CrowdCalls {
    private static final int CALLS_PER_SECOND = 20;

    private CrowdCalls() {}

    /** Places the calls, each of {@code length}, and waits until all have audio. */
    static SippRun place(InetSocketAddress target, RtpCrowd crowd, Duration length)
            throws IOException, InterruptedException {
        Path folder = BenchServer.folder("crowd");
        int calls = crowd.addresses().size();
        String ports =
                crowd.addresses().stream()
                        .map(end -> end.getAddress().getHostAddress() + ";" + end.getPort() + "\n")
                        .collect(Collectors.joining());
        Path file = Files.writeString(folder.resolve("ends.csv"), "SEQUENTIAL\n" + ports);
        var plan =
                new SippRun.Plan(
                        "crowd",
                        calls,
                        CALLS_PER_SECOND,
                        "udp",
                        "bench",
                        length,
                        length.plusSeconds(60));
        SippRun run = SippRun.start(target, plan, folder, "-inf", file.toString());
        try {
            Waiting.until("audio on " + calls + " calls", () -> crowd.talking() == calls);
        } catch (AssertionError silent) {
            run.close();
            throw silent;
        }
        return run;
    }
}
