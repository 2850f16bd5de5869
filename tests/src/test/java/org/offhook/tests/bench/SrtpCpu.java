package org.offhook.tests.bench;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.offhook.media.MediaConfig;
import org.offhook.media.MediaListener;
import org.offhook.media.MediaPort;
import org.offhook.media.MediaServer;
import org.offhook.media.SdpException;
import org.offhook.media.SrtpPolicy;
import org.offhook.media.codec.CodecType;

/**
 * CPU of a media thread for each packet of G.711, plain and encrypted: calls talk to each other
 * over the loopback, as many of either kind, in the same process and minute.
 */
final class SrtpCpu {
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int CALLS = 60;
    private static final int WARM_UP_SECONDS = 15;
    private static final int WINDOWS = 20;
    private static final long WINDOW_NANOS = 1_500_000_000L;

    private SrtpCpu() {}

    /** One media thread and its calls. */
    private static final class Side {
        private final List<MediaPort> ports = new ArrayList<>();
        private final double[] microseconds = new double[WINDOWS];
        private final long thread;
        private long packets;
        private long nanos;

        Side(MediaServer server, long thread) throws IOException, SdpException {
            this.thread = thread;
            for (int i = 0; i < CALLS / 2; i++) {
                MediaPort one = server.offer("one" + i, HERE, new MediaListener() {});
                MediaPort two =
                        server.answer("two" + i, HERE, one.localSdp(), new MediaListener() {});
                one.accept(two.localSdp());
                ports.add(one);
                ports.add(two);
            }
        }

        void begin() {
            packets = packets();
            nanos = THREADS.getThreadCpuTime(thread);
        }

        void end(int window) {
            long spent = THREADS.getThreadCpuTime(thread) - nanos;
            microseconds[window] = spent / 1e3 / Math.max(1, packets() - packets);
        }

        private long packets() {
            return ports.stream()
                    .mapToLong(port -> port.stats().received() + port.stats().sent())
                    .sum();
        }

        double median() {
            double[] sorted = microseconds.clone();
            Arrays.sort(sorted);
            return sorted[WINDOWS / 2];
        }
    }

    public static void main(String[] arguments) throws Exception {
        MediaConfig config =
                MediaConfig.defaults()
                        .withPorts(40_000, 49_998)
                        .withCodecs(List.of(CodecType.PCMU))
                        .withLoops(1);
        try (var plainServer = MediaServer.start(config.withSrtp(SrtpPolicy.REFUSE))) {
            long plainThread = newestMediaThread();
            try (var secureServer = MediaServer.start(config.withSrtp(SrtpPolicy.REQUIRE))) {
                var plain = new Side(plainServer, plainThread);
                var secure = new Side(secureServer, newestMediaThread());
                LockSupport.parkNanos(WARM_UP_SECONDS * 1_000_000_000L);
                for (int i = 0; i < WINDOWS; i++) {
                    plain.begin();
                    secure.begin();
                    LockSupport.parkNanos(WINDOW_NANOS);
                    plain.end(i);
                    secure.end(i);
                }
                double one = plain.median();
                double other = secure.median();
                System.out.printf(
                        "%d + %d calls, CPU of the media thread a packet, median of %d windows:"
                                + " plain %.2f µs, encrypted %.2f µs: %+.0f %%%n",
                        CALLS, CALLS, WINDOWS, one, other, 100 * (other / one - 1));
            }
        }
    }

    private static long newestMediaThread() {
        long newest = -1;
        for (long id : THREADS.getAllThreadIds()) {
            var info = THREADS.getThreadInfo(id);
            if (info != null && info.getThreadName().equals("media-0")) {
                newest = Math.max(newest, id);
            }
        }
        return newest;
    }
}
