package org.offhook.agent;

import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;

/**
 * One direction of a bad network in virtual time: packets are lost, delayed by a varying time (and
 * so reordered) and doubled, always the same for one seed.
 */
final class SeededNetwork {
    private record Flight(long arrivesNanos, long order, byte[] packet) {}

    private static final long BASE_DELAY_NANOS = 5_000_000;

    private final SplittableRandom random;
    private final double loss;
    private final double reordering;
    private final PriorityQueue<Flight> flights =
            new PriorityQueue<>((a, b) ->
                    a.arrivesNanos != b.arrivesNanos
                            ? Long.compare(a.arrivesNanos, b.arrivesNanos)
                            : Long.compare(a.order, b.order));
    private long order;

    /**
     * @param lossPercent of packets that never arrive
     * @param reorderedPercent of packets that take 30 ms longer, so that the next one overtakes
     */
    SeededNetwork(long seed, double lossPercent, double reorderedPercent) {
        random = new SplittableRandom(seed);
        loss = lossPercent / 100;
        reordering = reorderedPercent / 100;
    }

    void send(byte[] packet, int length, long nowNanos) {
        if (random.nextDouble() < loss) {
            return;
        }
        long delay = BASE_DELAY_NANOS + random.nextLong(3_000_000);
        if (random.nextDouble() < reordering) {
            delay += 30_000_000;
        }
        byte[] copy = Arrays.copyOf(packet, length);
        flights.add(new Flight(nowNanos + delay, order++, copy));
        if (random.nextDouble() < reordering / 4) {
            flights.add(new Flight(nowNanos + delay + 1_000_000, order++, copy));
        }
    }

    /** Hands over what has arrived by now, with its arrival time. */
    void deliver(long nowNanos, BiConsumer<byte[], Long> receiver) {
        while (!flights.isEmpty() && flights.peek().arrivesNanos <= nowNanos) {
            Flight flight = flights.poll();
            receiver.accept(flight.packet, flight.arrivesNanos);
        }
    }
}
