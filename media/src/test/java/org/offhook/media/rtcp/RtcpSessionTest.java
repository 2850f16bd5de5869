package org.offhook.media.rtcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.offhook.media.rtp.RtpPacket;
import org.offhook.media.rtp.RtpSender;

/** Two ends that report to each other, over a line with delay and loss, in virtual time. */
class RtcpSessionTest {
    private static final long MILLI = 1_000_000;
    private static final long EPOCH = 1_790_000_000_000_000_000L;
    private static final int WAY_MILLIS = 40;

    /** One end: sends a packet every 20 ms, and reports when they are due. */
    private static final class End {
        final RtpSender sender;
        final RtcpSession rtcp;
        final List<byte[]> reports = new ArrayList<>();
        final List<Long> times = new ArrayList<>();
        final List<Object[]> onTheWay = new ArrayList<>();
        final RtpPacket view = new RtpPacket();
        End other;
        int lostOfHundred;
        int sent;

        End(long seed, boolean voip, long clockError) {
            sender = new RtpSender(seed);
            sender.format(0, 8_000);
            rtcp = new RtcpSession(sender, seed, EPOCH + clockError);
            rtcp.negotiated(8_000, voip, 0);
        }

        void at(long millis) {
            if (millis % 20 == 0) {
                byte[] packet = new byte[172];
                sender.header(packet, 160, false);
                if (sent++ % 100 >= lostOfHundred) {
                    other.onTheWay.add(new Object[] {millis + WAY_MILLIS, packet, false});
                }
            }
            rtcp.measured(3, 60);
            if (rtcp.isDue(millis * MILLI)) {
                int length = rtcp.report(millis * MILLI, sender.timestamp());
                byte[] report = Arrays.copyOf(rtcp.bytes(), length);
                reports.add(report);
                times.add(millis);
                other.onTheWay.add(new Object[] {millis + WAY_MILLIS, report, true});
            }
            while (!onTheWay.isEmpty() && (long) onTheWay.getFirst()[0] <= millis) {
                Object[] next = onTheWay.removeFirst();
                byte[] bytes = (byte[]) next[1];
                if ((boolean) next[2]) {
                    assertTrue(rtcp.onPacket(bytes, bytes.length, millis * MILLI));
                } else {
                    assertTrue(view.wrap(bytes, bytes.length));
                    rtcp.heard().onPacket(view);
                    rtcp.bursts().onFrame(false);
                }
            }
        }
    }

    private final End here = new End(1, true, 0);
    private final End there = new End(2, true, 3_600_000_000_000L);

    private void talk(long untilMillis) {
        here.other = there;
        there.other = here;
        for (long millis = 0; millis < untilMillis; millis++) {
            here.at(millis);
            there.at(millis);
        }
    }

    @Test
    void eachLearnsTheRoundTripThoughTheirClocksAreAnHourApart() {
        talk(60_000);
        assertEquals(2 * WAY_MILLIS, here.rtcp.roundTripMillis(), 0.1);
        assertEquals(2 * WAY_MILLIS, there.rtcp.roundTripMillis(), 0.1);
        assertEquals(3, here.rtcp.peerJitterMillis(), 0.2);
    }

    @Test
    void eachLearnsWhatTheOtherHasLost() {
        here.lostOfHundred = 7;
        talk(60_000);
        assertEquals(0.07, here.rtcp.peerLostShare(), 0.01);
        assertEquals(0, there.rtcp.peerLostShare(), 0.001);
        assertEquals(0.07, there.rtcp.heard().lostShare(), 0.005);
        assertEquals(4.4, here.rtcp.peerScore(), 0.11);
    }

    @Test
    void reportsComeEveryFiveSecondsOrSoAndNeverInStep() {
        talk(600_000);
        assertTrue(here.times.getFirst() <= 3_100, "first at " + here.times.getFirst());
        int count = here.times.size();
        assertTrue(count > 120 && count < 180, count + " reports in ten minutes");
        long[] gaps = new long[count - 1];
        for (int i = 1; i < count; i++) {
            gaps[i - 1] = here.times.get(i) - here.times.get(i - 1);
            assertTrue(gaps[i - 1] > 2_000 && gaps[i - 1] < 6_200, "gap of " + gaps[i - 1]);
        }
        assertTrue(Arrays.stream(gaps).distinct().count() > 50);
    }

    @Test
    void aReportIsACompoundPacketWithSenderInfoBlockNameAndMetrics() {
        talk(20_000);
        ByteBuffer report = ByteBuffer.wrap(here.reports.getLast());
        assertEquals((byte) 0x81, report.get(0));
        assertEquals((byte) 200, report.get(1));
        assertEquals(12, report.getShort(2)); // RFC 3550: length in words less one
        assertEquals(here.sender.ssrc(), report.getInt(4));
        long seconds = Integer.toUnsignedLong(report.getInt(8)) - 2_208_988_800L;
        assertEquals(EPOCH / 1_000_000_000L + here.times.getLast() / 1_000, seconds);
        assertEquals(report.getInt(20) * 160L, Integer.toUnsignedLong(report.getInt(24)));
        assertEquals(there.sender.ssrc(), report.getInt(28));
        int description = 52;
        assertEquals((byte) 0x81, report.get(description));
        assertEquals((byte) 202, report.get(description + 1));
        assertEquals(1, report.get(description + 8)); // CNAME
        assertEquals(16, report.get(description + 9));
        int extended = description + 4 + 4 * report.getShort(description + 2);
        assertEquals((byte) 207, report.get(extended + 1));
        assertEquals(7, report.get(extended + 8));
        assertEquals(8, report.getShort(extended + 10));
        assertEquals(there.sender.ssrc(), report.getInt(extended + 12));
        assertEquals(93, report.get(extended + 8 + 24));
        assertEquals(extended + 44, report.capacity());
    }

    @Test
    void whoSendsNothingReportsAsAReceiverAndTheLastReportSaysGoodbye() {
        var silent = new RtcpSession(new RtpSender(9), 9, EPOCH);
        silent.negotiated(8_000, true, 0);
        int length = silent.report(6_000 * MILLI, 0);
        assertEquals((byte) 0x80, silent.bytes()[0]);
        assertEquals((byte) 201, silent.bytes()[1]);
        assertTrue(here.rtcp.onPacket(silent.bytes().clone(), length, 0));

        talk(10_000);
        int end = here.rtcp.goodbye(10_000 * MILLI, 0);
        byte[] bytes = here.rtcp.bytes();
        assertEquals((byte) 203, bytes[end - 7]);
        assertTrue(there.rtcp.onPacket(bytes.clone(), end, 10_040 * MILLI));
        assertFalse(here.rtcp.isDue(60_000 * MILLI), "after the goodbye nothing is due");
    }

    @Test
    void aGoodbyeWithoutAReportIsOne() {
        talk(10_000);
        int end = here.rtcp.goodbye(10_000 * MILLI, 0);
        byte[] goodbye = Arrays.copyOfRange(here.rtcp.bytes(), end - 8, end);
        assertTrue(there.rtcp.onPacket(goodbye, goodbye.length, 10_040 * MILLI));
        assertEquals(0, there.rtcp.malformed());
    }

    @Test
    void malformedPacketsAreCountedAndChangeNothing() {
        talk(20_000);
        double roundTrip = here.rtcp.roundTripMillis();
        long came = (there.times.getLast() + WAY_MILLIS) * MILLI;
        byte[] good = there.reports.getLast();
        var random = new SplittableRandom(4);
        int refused = 0;
        for (int cut = 0; cut < good.length; cut++) {
            refused += here.rtcp.onPacket(good.clone(), cut, came) ? 0 : 1;
        }
        // Cut between two packets of the compound it is still one.
        assertTrue(refused >= good.length - 3, refused + " of " + good.length);
        assertEquals(refused, here.rtcp.malformed());
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            if (noise.length > 2) {
                noise[0] = (byte) (0x80 | random.nextInt(32));
                noise[1] = (byte) (200 + random.nextInt(8));
                noise[2] = 0;
            }
            here.rtcp.onPacket(noise, noise.length, came);
        }
        assertEquals(roundTrip, here.rtcp.roundTripMillis(), 1);
    }

    @Test
    void aReportAboutAnotherStreamIsNotOurs() {
        talk(20_000);
        byte[] report = there.reports.getLast().clone();
        double before = here.rtcp.peerLostShare();
        ByteBuffer.wrap(report).putInt(28, 12_345).putInt(32, 0x7F_00_FF_FF);
        assertTrue(here.rtcp.onPacket(report, report.length, 20_000 * MILLI));
        assertEquals(before, here.rtcp.peerLostShare());
    }

    @Test
    void aRoundTripFromTheFutureIsNotBelieved() {
        talk(20_000);
        double before = here.rtcp.roundTripMillis();
        byte[] report = there.reports.getLast().clone();
        ByteBuffer.wrap(report).putInt(48, 0x7FFF_FFFF);
        here.rtcp.onPacket(report, report.length, 20_000 * MILLI);
        assertEquals(before, here.rtcp.roundTripMillis());
    }

    @Test
    void secondsSince1900() {
        assertEquals(2_208_988_800L << 32, Ntp.of(0));
        assertEquals(0x8000_0000L, Ntp.of(500_000_000L) & 0xFFFF_FFFFL);
        assertArrayEquals(
                new long[] {1_500_000_000L, 98_304},
                new long[] {Ntp.nanos(98_304), Ntp.units(1_500_000_000L)});
    }
}
