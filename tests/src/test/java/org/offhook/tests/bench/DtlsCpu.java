package org.offhook.tests.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.offhook.media.KeyPolicy;
import org.offhook.media.MediaConfig;
import org.offhook.media.MediaListener;
import org.offhook.media.MediaPort;
import org.offhook.media.MediaServer;
import org.offhook.media.SrtpPolicy;
import org.offhook.media.codec.CodecType;

/**
 * CPU of the process for each end of a call whose audio is set up, from the offer to the first
 * packets: calls one after another over the loopback, with keys in SDP and by a handshake.
 */
final class DtlsCpu {
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final int WARM_UP = 300;
    private static final int CALLS = 300;
    private static final int ROUNDS = 3;
    private static final long LOOK_NANOS = 1_000_000L;

    private DtlsCpu() {}

    public static void main(String[] arguments) throws Exception {
        MediaConfig config =
                MediaConfig.defaults()
                        .withPorts(40_000, 49_998)
                        .withCodecs(List.of(CodecType.PCMU))
                        .withSrtp(SrtpPolicy.REQUIRE)
                        .withLoops(1);
        try (var sdes = MediaServer.start(config.withKeys(KeyPolicy.SDES));
                var dtls = MediaServer.start(config.withKeys(KeyPolicy.DTLS))) {
            millis(sdes, WARM_UP);
            millis(dtls, WARM_UP);
            for (int round = 0; round < ROUNDS; round++) {
                double inSdp = millis(sdes, CALLS);
                double byHandshake = millis(dtls, CALLS);
                System.out.printf(
                        "%d calls each, CPU for each end of one: keys in SDP %.2f ms, by DTLS %.2f"
                                + " ms%n",
                        CALLS, inSdp, byHandshake);
            }
        }
    }

    private static double millis(MediaServer server, int calls) throws Exception {
        long before = PROCESS.getProcessCpuTime();
        for (int i = 0; i < calls; i++) {
            try (MediaPort one = server.offer("one" + i, HERE, new MediaListener() {});
                    MediaPort other =
                            server.answer(
                                    "other" + i, HERE, one.localSdp(), new MediaListener() {})) {
                one.accept(other.localSdp());
                while (one.stats().sent() == 0 || other.stats().sent() == 0) {
                    LockSupport.parkNanos(LOOK_NANOS);
                }
            }
        }
        return (PROCESS.getProcessCpuTime() - before) / 1e6 / calls / 2;
    }
}
