package org.offhook.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.offhook.agent.LanguageModel.Message;

/**
 * The tools that a model asked for in one reply, used side by side. Run by one thread, which can
 * look after the caller meanwhile; its interruption ends them all.
 */
final class ToolRound {
    /** More at once is a model that has lost its way; the rest is refused. */
    private static final int MOST_CALLS = 8;

    private static final long LOOK_MILLIS = 50;

    /** One call's end. */
    private record Done(int at, String content, RuntimeException bug) {}

    private ToolRound() {}

    /** Something to do while tools run. */
    interface Meanwhile {
        void look() throws InterruptedException;
    }

    /** What they brought, in the order they were asked for. */
    static List<Message.Brought> run(List<ToolCall> calls, Toolbox box, Meanwhile meanwhile)
            throws InterruptedException {
        int count = Math.min(calls.size(), MOST_CALLS);
        BlockingQueue<Done> done = new LinkedBlockingQueue<>();
        var threads = new ArrayList<Thread>();
        var contents = new String[calls.size()];
        try {
            for (int i = 0; i < count; i++) {
                int at = i;
                threads.add(
                        Thread.ofVirtual()
                                .name(Thread.currentThread().getName() + "/tool-" + at)
                                .start(() -> use(at, calls.get(at), box, done)));
            }
            int left = count;
            while (left > 0) {
                Done one = done.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (one == null) {
                    meanwhile.look();
                } else if (one.bug != null) {
                    throw one.bug;
                } else {
                    contents[one.at] = one.content;
                    left--;
                }
            }
        } finally {
            threads.forEach(Thread::interrupt);
        }
        var brought = new ArrayList<Message.Brought>();
        for (int i = 0; i < calls.size(); i++) {
            String content =
                    i < count ? contents[i] : Toolbox.FAILED + "too many tools at once; not used";
            brought.add(new Message.Brought(calls.get(i).id(), content));
        }
        return brought;
    }

    private static void use(int at, ToolCall call, Toolbox box, BlockingQueue<Done> done) {
        try {
            done.add(new Done(at, box.call(call), null));
        } catch (InterruptedException _) {
            // Nobody waits for it any more.
        } catch (RuntimeException bug) {
            done.add(new Done(at, "", bug));
        }
    }
}
