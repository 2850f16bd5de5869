package org.offhook.sip.jain;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.offhook.sip.Transport;

/**
 * One thread for each peer that we reach over connections: making one, and writing to one that is
 * not read, takes time; what is for the same peer stays in order. Owned by the {@code sip} thread.
 */
final class Lanes {
    private static final int MOST = 256;
    private static final int MOST_WAITING = 256;
    private static final long IDLE_SECONDS = 5;

    /** Whom a lane leads to. */
    record Peer(InetAddress address, int port, Transport transport) {}

    private final SipThread thread;
    private final ThreadGroup group;
    private final Map<Peer, Lane> lanes = new HashMap<>();

    /**
     * @param group JAIN-SIP's readers of new connections are born in it
     */
    Lanes(SipThread thread, ThreadGroup group) {
        this.thread = thread;
        this.group = group;
    }

    /** False where too much waits for this peer, or for too many. */
    boolean submitOrRefuse(Peer peer, Runnable work) {
        Lane lane = lanes.get(peer);
        if (lane == null) {
            if (lanes.size() == MOST) {
                return false;
            }
            lane = new Lane(peer);
            lanes.put(peer, lane);
            Thread worker = new Thread(group, lane, "sip-connect");
            worker.setDaemon(true);
            worker.start();
        }
        return lane.work.offer(work);
    }

    private void retire(Lane lane) {
        if (lane.work.isEmpty()) {
            lanes.remove(lane.peer);
            lane.work.add(lane::end);
        } else {
            lane.isLeaving = false;
        }
    }

    /** The thread of one peer; its queue is filled, and its end decided, on the sip thread. */
    private final class Lane implements Runnable {
        private final Peer peer;
        private final ArrayBlockingQueue<Runnable> work = new ArrayBlockingQueue<>(MOST_WAITING);
        private boolean isOver;
        private volatile boolean isLeaving;

        Lane(Peer peer) {
            this.peer = peer;
        }

        @Override
        public void run() {
            try {
                while (!isOver) {
                    Runnable next = work.poll(IDLE_SECONDS, TimeUnit.SECONDS);
                    if (next != null) {
                        next.run();
                    } else if (!isLeaving) {
                        isLeaving = true;
                        isOver = !thread.submitOrWait(() -> retire(this));
                    }
                }
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
            }
        }

        private void end() {
            isOver = true;
        }
    }
}
