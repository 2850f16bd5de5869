package org.offhook.agent;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.agent.LanguageModel.Message;
import org.offhook.agent.RealtimeTurn.Stages;
import org.offhook.media.HeardFrames;
import org.offhook.media.Playout;

/**
 * A realtime model hears and answers one call. Used by the call's threads, each for its methods of
 * {@link Answerer}; all that they want and all that the service tells is done in its order by the
 * thread {@code /realtime}, which runs {@link RealtimeTalk}.
 */
final class RealtimeAnswerer implements Answerer {
    private static final Logger log = LogManager.getLogger(RealtimeAnswerer.class);

    /** Of what services tell, so much may wait; the session that tells more is given up. */
    private static final int MOST_TOLD = 8_192;

    /** The call's own wishes find room beyond that. */
    private static final int MOST_WAITING = MOST_TOLD + 1_024;

    private static final Stages NONE = new Stages();

    /** Something to do, when it is done. */
    private interface Task {
        void run(RealtimeTalk talk, long nowNanos);
    }

    /**
     * What it works with in its call.
     *
     * @param tools those of an utterance: what they resolve to follows it
     * @param codec of the call as in SDP; empty where it is not negotiated yet
     */
    record Surroundings(
            String callId,
            Agent agent,
            IntFunction<Toolbox> tools,
            Playout playout,
            Supplier<String> codec) {}

    private final Surroundings call;
    private final RealtimeModel model;
    private final IntConsumer onFailed;
    private final SoundFormat format;
    private final Uplink uplink;
    private final BlockingQueue<Task> tasks = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Thread thread;
    private Stages stages = NONE;
    private volatile boolean overrun;
    private volatile boolean unreachable;

    /**
     * Connects in the background.
     *
     * @param onFailed told, on any thread, the utterance that will not be completed
     */
    RealtimeAnswerer(
            Surroundings call, RealtimeModel model, CallScope scope, IntConsumer onFailed) {
        this.call = call;
        this.model = model;
        this.onFailed = onFailed;
        format = SoundFormat.of(call.codec.get());
        uplink = new Uplink(format, (by, anew) -> post((talk, _) -> talk.voiced(by, anew)));
        thread = scope.fork("realtime", this::run);
    }

    /** Its session was lost, or could not be opened, and there is no new one yet. */
    boolean isUnreachable() {
        return unreachable;
    }

    @Override
    public void draft(List<Message> messages) {
        var begun = new Stages();
        stages = NONE;
        post((talk, now) -> talk.draft(messages, begun, now));
    }

    @Override
    public int ask(List<Message> messages, UtteranceText said) {
        int utterance = call.playout.begin();
        askAs(utterance, messages, said);
        return utterance;
    }

    @Override
    public void askAs(int utterance, List<Message> messages, UtteranceText said) {
        var begun = new Stages();
        stages = begun;
        post((talk, now) -> talk.ask(messages, utterance, said, begun, now));
    }

    @Override
    public void fill(String text, short[] samples) {
        post((talk, _) -> talk.fill(text, samples));
    }

    @Override
    public void abandon() {
        stages = NONE;
        post((talk, now) -> talk.abandon(now));
    }

    @Override
    public void played(int utterance, int frames) {
        post((talk, now) -> talk.played(utterance, frames, now));
    }

    @Override
    public void hear(HeardFrames.Frame frame) {
        uplink.onFrame(frame);
    }

    @Override
    public void notice(TurnEvent event) {
        if (event instanceof TurnEvent.OfCaller voice) {
            uplink.notice(voice);
        }
    }

    @Override
    public long firstTokenNanos() {
        return stages.firstTokenNanos;
    }

    @Override
    public long firstVoiceNanos() {
        return stages.firstVoiceNanos;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void post(Task task) {
        if (!tasks.offer(task)) {
            overrun = true;
        }
    }

    private void run() throws InterruptedException {
        var bugs = new LinkedBlockingQueue<Exception>();
        try (var work = new CallScope(call.callId, bugs::add)) {
            var talk =
                    new RealtimeTalk(
                            new World(work),
                            model.patience(),
                            model.sessionLimit(),
                            System.nanoTime());
            try {
                while (bugs.isEmpty() && !overrun) {
                    Task task = tasks.poll(talk.waitNanos(System.nanoTime()), TimeUnit.NANOSECONDS);
                    if (task != null) {
                        task.run(talk, System.nanoTime());
                    }
                    talk.woke(System.nanoTime());
                }
                throw new IllegalStateException(
                        overrun ? "more events than can be taken" : "a task failed", bugs.peek());
            } finally {
                talk.close();
                if (uplink.dropped() > 0) {
                    log.warn("call {}: {} chunks too slow", call.callId, uplink.dropped());
                }
            }
        }
    }

    /** What the talk asks for, done with real threads. */
    private final class World implements RealtimeWorld {
        private final CallScope work;

        World(CallScope work) {
            this.work = work;
        }

        @Override
        public RealtimeSession open() {
            var told = new Told();
            told.session =
                    model.open(
                            call.agent.instructions(), call.tools.apply(0).specs(), format, told);
            return told.session;
        }

        @Override
        public void attach(RealtimeSession session) {
            unreachable = session == null;
            uplink.attach(session);
        }

        @Override
        public RealtimeAnswer newAnswer() {
            var wait = new ToolWait(call.agent.repertoire().whileToolsRun());
            return new RealtimeAnswer(format, call.playout, wait);
        }

        @Override
        public Thread speak(RealtimeAnswer answer) {
            return work.fork(
                    "speak-" + answer.utterance(),
                    () -> {
                        try {
                            answer.speak(call.codec.get());
                        } catch (IOException failure) {
                            log.warn(
                                    "call {}: answer failed: {}",
                                    call.callId,
                                    failure.getMessage());
                            onFailed.accept(answer.utterance());
                        }
                    });
        }

        @Override
        public Thread fill(RealtimeAnswer answer, String text, short[] samples) {
            return work.fork("fill", () -> answer.fill(text, samples));
        }

        @Override
        public Thread use(int turn, int utterance, ToolCall asked) {
            Toolbox tools = call.tools.apply(utterance);
            return work.fork(
                    "tool-" + asked.name(),
                    () -> {
                        String content = tools.call(asked);
                        post((talk, now) -> talk.brought(turn, asked.id(), content, now));
                    });
        }

        @Override
        public void log(String what) {
            log.info("call {}: {}", call.callId, what);
        }
    }

    /** Its session is set by the realtime thread, before that does anything told here. */
    private final class Told implements RealtimeSession.Listener {
        private RealtimeSession session;

        /** The reader's own. */
        private boolean givenUp;

        @Override
        public void on(RealtimeEvent event) {
            if (givenUp) {
                return;
            }
            givenUp = tasks.size() >= MOST_TOLD;
            if (givenUp) {
                post(this::giveUp);
            } else {
                post((talk, now) -> talk.on(session, event, now));
            }
        }

        private void giveUp(RealtimeTalk talk, long nowNanos) {
            session.abort();
            var why = new IOException("its events wait in thousands");
            talk.on(session, new RealtimeEvent.Lost(why, false), nowNanos);
        }
    }
}
