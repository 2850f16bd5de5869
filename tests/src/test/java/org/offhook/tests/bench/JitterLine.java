package org.offhook.tests.bench;

import java.util.SplittableRandom;

/**
 * Lines that packets of 20 ms take. Made by rules with a seed, not recorded: each rule is one kind
 * of trouble, so that a figure says what the buffer does about it.
 */
enum JitterLine {
    /** A wired network: 0 to 2 ms. */
    CLEAN("clean", 2) {
        @Override
        double delayMillis(int packet, SplittableRandom random) {
            return 2 * random.nextDouble();
        }
    },

    /** Queues that fill and empty: every four seconds or so 60 to 120 ms, which then drain. */
    BURSTY("bursty", 2) {
        private double queue;

        @Override
        double delayMillis(int packet, SplittableRandom random) {
            if (packet == 0) {
                queue = 0;
            }
            queue = Math.max(0, queue - 4);
            if (random.nextInt(200) == 0) {
                queue = 60 + 60 * random.nextDouble();
            }
            return queue + 3 * random.nextDouble();
        }
    },

    /** A radio: retries of some ms all the time, and now and then a stall, all of it at once. */
    WIFI("wifi", 2) {
        private double stall;

        @Override
        double delayMillis(int packet, SplittableRandom random) {
            if (packet == 0) {
                stall = 0;
            }
            stall = Math.max(0, stall - 20);
            if (random.nextInt(300) == 0) {
                stall = 100 + 200 * random.nextDouble();
            }
            return stall + -8 * Math.log(1 - random.nextDouble());
        }

        @Override
        boolean loses(int packet, SplittableRandom random) {
            return random.nextInt(200) == 0;
        }
    },

    LOSS_5("5 % loss", 2) {
        @Override
        double delayMillis(int packet, SplittableRandom random) {
            return 5 * random.nextDouble();
        }

        @Override
        boolean loses(int packet, SplittableRandom random) {
            return random.nextInt(20) == 0;
        }
    },

    /** In runs: half of the losses follow another. */
    LOSS_20("20 % loss", 2) {
        private boolean bad;

        @Override
        double delayMillis(int packet, SplittableRandom random) {
            return 5 * random.nextDouble();
        }

        @Override
        boolean loses(int packet, SplittableRandom random) {
            bad = bad ? random.nextInt(2) == 0 : random.nextInt(8) == 0;
            return bad;
        }
    },

    /** One in ten is overtaken by up to three others. */
    REORDERED("reordered", 2) {
        @Override
        double delayMillis(int packet, SplittableRandom random) {
            return random.nextInt(10) == 0 ? 25 + 35 * random.nextDouble() : random.nextDouble();
        }
    },

    /** The sender's clock is slow by 200 millionths, for ten minutes: 120 ms in the end. */
    SLOW_CLOCK("200 ppm slow", 10) {
        @Override
        double delayMillis(int packet, SplittableRandom random) {
            return 2 * random.nextDouble();
        }

        @Override
        double pace() {
            return 1.000_2;
        }
    },

    FAST_CLOCK("200 ppm fast", 10) {
        @Override
        double delayMillis(int packet, SplittableRandom random) {
            return 2 * random.nextDouble();
        }

        @Override
        double pace() {
            return 0.999_8;
        }
    };

    private static final double WAY_MILLIS = 30;
    private static final int PACKETS_PER_MINUTE = 3_000;

    private final String words;
    private final int minutes;

    JitterLine(String words, int minutes) {
        this.words = words;
        this.minutes = minutes;
    }

    String words() {
        return words;
    }

    /** Beyond the shortest way. */
    abstract double delayMillis(int packet, SplittableRandom random);

    boolean loses(int packet, SplittableRandom random) {
        return false;
    }

    /** Of the sender's clock against ours. */
    double pace() {
        return 1;
    }

    /** One packet of 20 ms; it never arrives where it is lost. */
    record Packet(int number, long sentNanos, long arrivalNanos) {
        private static final int HEADER = 12;
        private static final int TICKS = 160;

        boolean isLost() {
            return arrivalNanos < 0;
        }

        /** As it is on the wire: PCMU. */
        byte[] rtp() {
            byte[] bytes = new byte[HEADER + TICKS];
            bytes[0] = (byte) 0x80;
            bytes[2] = (byte) (number >> 8);
            bytes[3] = (byte) number;
            int timestamp = number * TICKS;
            for (int i = 0; i < 4; i++) {
                bytes[4 + i] = (byte) (timestamp >> 24 - 8 * i);
                bytes[8 + i] = 7;
            }
            for (int i = 0; i < TICKS; i++) {
                bytes[HEADER + i] = JitterVoice.code(number * TICKS + i);
            }
            return bytes;
        }
    }

    /** All packets of the line, in the order they were sent. */
    Packet[] packets() {
        var random = new SplittableRandom(20_261_129);
        var packets = new Packet[minutes * PACKETS_PER_MINUTE];
        for (int i = 0; i < packets.length; i++) {
            double sent = i * 20 * pace();
            double delay = WAY_MILLIS + delayMillis(i, random);
            boolean lost = i > 0 && loses(i, random);
            packets[i] = new Packet(i, nanos(sent), lost ? -1 : nanos(sent + delay));
        }
        return packets;
    }

    private static long nanos(double millis) {
        return (long) (millis * 1e6);
    }
}
