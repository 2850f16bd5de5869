package org.offhook.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.media.call.CallAudio;

/**
 * Receives, decodes, paces and sends the audio of many calls, all on one thread: its own, {@code
 * media-N}. The 20 ms of the calls' grid are a wheel of twenty slots, one per millisecond; each
 * call is due in one slot, and calls are spread over them.
 *
 * <p>In the steady state it allocates nothing per packet, given {@code -XX:AutoBoxCacheMax} above
 * the highest file descriptor (the JDK's selector boxes it) and readers on platform threads (waking
 * a virtual one makes an object of 24 bytes inside the JDK).
 */
final class MediaLoop implements Runnable, AutoCloseable {
    private static final Logger LOG = LogManager.getLogger(MediaLoop.class);
    private static final int SLOTS = Pcm.FRAME_MILLIS;
    private static final long SLOT_NANOS = CallAudio.FRAME_NANOS / SLOTS;
    private static final long IDLE_MILLIS = 1_000;
    private static final int MOST_COMMANDS = 256;
    private static final long CLOSE_MILLIS = 5_000;

    private final Selector selector;
    private final Thread thread;
    private final LoopCall.Buffers buffers = new LoopCall.Buffers();
    private final BlockingQueue<LoopCall> adding = new ArrayBlockingQueue<>(MOST_COMMANDS);
    private final AtomicIntegerArray slotLoads = new AtomicIntegerArray(SLOTS);
    private final AtomicInteger calls = new AtomicInteger();
    private final Consumer<SelectionKey> onReadable = this::receive;
    private final List<List<LoopCall>> wheel = new ArrayList<>();
    private final long originNanos = System.nanoTime();
    private long nextSlot;
    private long nowNanos;
    private boolean timeIsRead;
    private volatile boolean looked;
    private volatile boolean stopping;

    private MediaLoop(int number) throws IOException {
        selector = Selector.open();
        for (int i = 0; i < SLOTS; i++) {
            wheel.add(new ArrayList<>());
        }
        thread = Thread.ofPlatform().name("media-" + number).daemon().unstarted(this);
    }

    static MediaLoop start(int number) throws IOException {
        var loop = new MediaLoop(number);
        loop.thread.start();
        return loop;
    }

    /** From any thread: calls it has. */
    int calls() {
        return calls.get();
    }

    /** From any thread: false when the loop is overloaded or stopped, and the call is refused. */
    boolean addOrRefuse(LoopCall call) {
        if (stopping || !adding.offer(call)) {
            return false;
        }
        slotLoads.incrementAndGet(call.slot());
        calls.incrementAndGet();
        wake();
        return true;
    }

    /** From any thread: the loop shall look at its calls at once. */
    void wake() {
        looked = false;
        selector.wakeup();
    }

    /** From any thread: when a call in this slot is next due. */
    long nextDueNanos(int slot) {
        long passed = (System.nanoTime() - originNanos) / SLOT_NANOS;
        long due = passed + 1 + Math.floorMod(slot - passed - 1, (long) SLOTS);
        return originNanos + due * SLOT_NANOS;
    }

    /** For its calls, on its thread. */
    LoopCall.Buffers buffers() {
        return buffers;
    }

    /** From any thread: where a new call disturbs the fewest. */
    int emptiestSlot() {
        int best = 0;
        for (int i = 1; i < SLOTS; i++) {
            if (slotLoads.get(i) < slotLoads.get(best)) {
                best = i;
            }
        }
        return best;
    }

    @Override
    public void run() {
        try (selector) {
            while (!stopping) {
                cycle();
            }
        } catch (IOException broken) {
            // No call of this loop can go on: the thread dies loudly, and with it the program.
            throw new UncheckedIOException(thread.getName() + ": selector broken", broken);
        } finally {
            closeAll();
        }
    }

    private void cycle() throws IOException {
        long waitMillis = millisUntilNextSlot();
        timeIsRead = false;
        if (waitMillis > 0) {
            selector.select(onReadable, waitMillis);
        } else {
            selector.selectNow(onReadable);
        }
        nowNanos = System.nanoTime();
        if (!looked) {
            looked = true;
            attendAll();
        }
        runDueSlots();
    }

    private void receive(SelectionKey key) {
        var socket = (LoopSocket) key.attachment();
        if (!timeIsRead) {
            timeIsRead = true;
            nowNanos = System.nanoTime();
        }
        try {
            socket.call().receive(socket, nowNanos);
        } catch (RuntimeException | AssertionError bug) {
            fail(socket.call(), bug);
        }
    }

    private void attendAll() {
        for (LoopCall news = adding.poll(); news != null; news = adding.poll()) {
            add(news);
        }
        for (List<LoopCall> due : wheel) {
            for (int i = due.size() - 1; i >= 0; i--) {
                attend(due.get(i));
            }
        }
    }

    private void attend(LoopCall call) {
        try {
            call.attend(nowNanos);
        } catch (RuntimeException | AssertionError bug) {
            fail(call, bug);
        }
        if (call.isClosing()) {
            remove(call);
        }
    }

    private void add(LoopCall call) {
        wheel.get(call.slot()).add(call);
        try {
            call.register(selector);
        } catch (IOException closed) {
            fail(call, closed);
        }
    }

    private void remove(LoopCall call) {
        wheel.get(call.slot()).remove(call);
        slotLoads.decrementAndGet(call.slot());
        calls.decrementAndGet();
        close(call);
    }

    private void close(LoopCall call) {
        try {
            call.finish(nowNanos);
        } catch (IOException | RuntimeException | AssertionError failed) {
            LOG.error("call {}: closing its media failed", call.id, failed);
        }
    }

    /** A bug of ours ends its call, never the loop. */
    private void fail(LoopCall call, Throwable bug) {
        LOG.error("call {}: media failed, the call gets no more audio", call.id, bug);
        call.requestClose();
        wake();
    }

    private void runDueSlots() {
        long dueSlot = (nowNanos - originNanos) / SLOT_NANOS;
        // After a long stall once round is enough: each call catches up by itself.
        nextSlot = Math.max(nextSlot, dueSlot - SLOTS + 1);
        for (; nextSlot <= dueSlot; nextSlot++) {
            List<LoopCall> due = wheel.get((int) (nextSlot % SLOTS));
            for (int i = due.size() - 1; i >= 0; i--) {
                tick(due.get(i));
            }
        }
    }

    private void tick(LoopCall call) {
        try {
            call.tick(nowNanos);
        } catch (RuntimeException | AssertionError bug) {
            fail(call, bug);
        }
    }

    private long millisUntilNextSlot() {
        for (int i = 0; i < SLOTS; i++) {
            if (!wheel.get((int) ((nextSlot + i) % SLOTS)).isEmpty()) {
                long dueNanos = originNanos + (nextSlot + i) * SLOT_NANOS;
                // Rounded up: waking a moment early would mean spinning through it.
                return Math.max(0, (dueNanos - System.nanoTime() + 999_999) / 1_000_000);
            }
        }
        return IDLE_MILLIS;
    }

    private void closeAll() {
        for (LoopCall news = adding.poll(); news != null; news = adding.poll()) {
            close(news);
        }
        for (List<LoopCall> slot : wheel) {
            slot.forEach(this::close);
            slot.clear();
        }
    }

    /** From any other thread: stops the loop and all its calls. */
    @Override
    public void close() throws IOException {
        stopping = true;
        wake();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw new IOException(thread.getName() + " does not stop");
        }
    }
}
