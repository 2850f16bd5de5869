package org.offhook.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.offhook.agent.LanguageModel.Message;
import org.offhook.agent.RealtimeTurn.Stages;

/**
 * What one call has to tell a realtime service, and what it makes of what that tells: when to ask,
 * cancel, truncate and go on elsewhere. No clock and no thread; used by the call's realtime thread
 * only.
 */
final class RealtimeTalk {
    /** So often a session may be lost in one turn. */
    private static final int MOST_LOSSES = 3;

    /** The media thread tells sooner how much of a cut answer was heard. */
    private static final long LONGEST_CUT_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private static final String GO_ON =
            "The connection was lost while you spoke. Go on right after your last word; repeat"
                    + " nothing, and do not mention it.";

    private final RealtimeWorld world;
    private final Duration patience;
    private final RealtimeLinks links;

    /** Answers that were cut off and whose last packet has not left, by utterance. */
    private final Map<Integer, RealtimeAnswer> cut = new HashMap<>();

    private RealtimeTurn turn;
    private boolean newSpeech;
    private int turns;
    private long cutUntilNanos;

    RealtimeTalk(RealtimeWorld world, Duration patience, Duration sessionLimit, long nowNanos) {
        this.world = world;
        this.patience = patience;
        links = new RealtimeLinks(world, patience, sessionLimit, nowNanos);
    }

    // What the call wants.

    void draft(List<Message> messages, Stages stages, long nowNanos) {
        if (keepsDraft()) {
            know(messages);
        } else {
            begin(messages, stages, nowNanos);
        }
    }

    void ask(
            List<Message> messages,
            int utterance,
            UtteranceText said,
            Stages stages,
            long nowNanos) {
        if (keepsDraft()) {
            know(messages);
        } else {
            begin(messages, stages, nowNanos);
        }
        turn.want(utterance, said, stages, nowNanos);
        turn.threads.add(world.speak(turn.answer));
        useTools(nowNanos);
    }

    /** The question is the same as long as the caller has said nothing more. */
    private boolean keepsDraft() {
        return turn != null && !turn.answer.isWanted() && !turn.answer.hasFailed() && !newSpeech;
    }

    private void know(List<Message> messages) {
        turn.talk = messages;
        if (turn.told && links.now().heardTurn) {
            links.now().memory.heard(turn.questionIndex(), turn.question());
        }
    }

    private void begin(List<Message> messages, Stages stages, long nowNanos) {
        abandon(nowNanos);
        turn = new RealtimeTurn(++turns, world.newAnswer(), messages, stages);
        newSpeech = false;
        await(nowNanos);
        if (links.now() == null) {
            links.connect(nowNanos);
        }
        proceed(nowNanos);
    }

    void fill(String text, short[] samples) {
        if (turn != null && turn.answer.isWanted()) {
            turn.threads.add(world.fill(turn.answer, text, samples));
        }
    }

    /** What is drafted or being said is not wanted any more. */
    void abandon(long nowNanos) {
        if (turn == null) {
            return;
        }
        RealtimeTurn over = turn;
        turn = null;
        over.threads.forEach(Thread::interrupt);
        if (over.told) {
            var interrupted = over.tools.interrupted(!links.now().isBusy());
            links.now().cancel(nowNanos);
            interrupted.forEach(links.now().session::add);
        }
        if (over.answer.isWanted()) {
            remember(over.answer);
            cut.put(over.answer.utterance(), over.answer);
            cutUntilNanos = nowNanos + LONGEST_CUT_NANOS;
        } else {
            over.answer.truncate(now(), 0);
        }
    }

    /** So much of an utterance left before it ended. */
    void played(int utterance, int frames, long nowNanos) {
        RealtimeAnswer ended = cut.remove(utterance);
        if (ended != null) {
            ended.truncate(now(), frames);
        } else if (turn != null && turn.answer.isUtterance(utterance)) {
            remember(turn.answer);
            if (!turn.answer.isAll(frames)) {
                cancel(nowNanos);
                turn.answer.truncate(now(), frames);
            }
            turn = null;
        }
        proceed(nowNanos);
    }

    /** The service has said it; the transcript will tell how much of it was heard. */
    private void remember(RealtimeAnswer answer) {
        if (links.now() != null && answer.isOf(links.now().session)) {
            links.now().memory.said(answer.said().all());
        }
    }

    /** There is speech that a session has not been asked about. */
    void voiced(RealtimeSession by, boolean anew) {
        newSpeech = true;
        if (links.isNow(by)) {
            links.now().voiced = true;
            links.now().heardTurn &= !anew;
        }
    }

    /** The result of a tool. */
    void brought(int number, String call, String content, long nowNanos) {
        ToolCall by = turn == null || turn.number != number ? null : turn.tools.end(call, content);
        if (by == null) {
            return;
        }
        if (turn.told) {
            links.now().brought(by, content);
        }
        if (turn.goesOnAfterTools()) {
            turn.asked = false;
            await(nowNanos);
        } else if (!turn.tools.areInUse()) {
            turn.answer.complete();
        }
        proceed(nowNanos);
    }

    // What the service tells.

    void on(RealtimeSession from, RealtimeEvent event, long nowNanos) {
        if (links.isAboutNext(from, event, nowNanos) || !links.isNow(from)) {
            proceed(nowNanos);
            return;
        }
        switch (event) {
            case RealtimeEvent.Ready() -> {
                links.ready();
                proceed(nowNanos);
            }
            case RealtimeEvent.Began(String response) -> links.now().began(response);
            case RealtimeEvent.ItemAdded(String response, String item) -> added(response, item);
            case RealtimeEvent.Sound sound -> sound(sound, nowNanos);
            case RealtimeEvent.Words(String response, String text) -> {
                if (isAwaited(response)) {
                    turn.came(false, nowNanos);
                    turn.answer.words(text);
                }
            }
            case RealtimeEvent.Called(String response, ToolCall call) -> {
                if (isAwaited(response)) {
                    turn.came(false, nowNanos);
                    turn.tools.ask(call);
                    links.now().memory.called(call);
                }
            }
            case RealtimeEvent.Finished finished -> finished(finished, nowNanos);
            case RealtimeEvent.Refused refused -> refused(refused, nowNanos);
            case RealtimeEvent.Lost(IOException why, boolean forGood) ->
                    lost(why, forGood, nowNanos);
        }
    }

    private boolean isAwaited(String response) {
        RealtimeLink link = links.now();
        return turn != null && turn.asked && !link.isCancelling() && link.isCurrent(response);
    }

    private void added(String response, String item) {
        RealtimeLink link = links.now();
        if (isAwaited(response)) {
            turn.answer.added(link.session, item);
        } else if (link.isCancelling() && link.isCurrent(response)) {
            link.session.delete(item);
        }
    }

    private void sound(RealtimeEvent.Sound sound, long nowNanos) {
        if (!isAwaited(sound.response())) {
            return;
        }
        turn.came(true, nowNanos);
        await(nowNanos);
        turn.answer.sound(links.now().session, sound, nowNanos);
        if (turn.answer.isCapped()) {
            world.log("an answer without end was cut");
            links.now().cancel(nowNanos);
        }
    }

    private void finished(RealtimeEvent.Finished finished, long nowNanos) {
        if (!links.now().isCurrent(finished.response())) {
            return;
        }
        boolean awaited = isAwaited(finished.response());
        links.now().finished();
        if (awaited && finished.outcome() == RealtimeEvent.Outcome.FAILED) {
            fail(new IOException(finished.why()), nowNanos);
        } else if (awaited && turn.tools.areAsked()) {
            turn.deadlineNanos = 0;
            turn.answer.waitsForTools();
            useTools(nowNanos);
        } else if (awaited && (turn.answer.hasSound() || turn.tools.haveResolved())) {
            turn.answer.complete();
        } else if (awaited) {
            fail(new IOException("the realtime model said nothing"), nowNanos);
        }
        proceed(nowNanos);
    }

    /** Nothing is done for a draft: perhaps nobody will want it. */
    private void useTools(long nowNanos) {
        boolean due = turn.tools.areAsked() && turn.answer.isWanted();
        if (!due || links.now() == null || links.now().isBusy()) {
            return;
        }
        if (turn.tools.areTooMany()) {
            fail(new IOException("the realtime model uses tools without end"), nowNanos);
            return;
        }
        // A tool has limits of its own.
        turn.deadlineNanos = 0;
        int utterance = turn.answer.utterance();
        turn.tools
                .begin()
                .forEach(call -> turn.threads.add(world.use(turn.number, utterance, call)));
    }

    private void refused(RealtimeEvent.Refused refused, long nowNanos) {
        world.log("refused: " + refused.why());
        RealtimeLink link = links.now();
        boolean pending = link.isBusy() && !link.hasBegun();
        if (refused.what() != RealtimeEvent.Request.RESPONSE || !pending) {
            return;
        }
        boolean awaited = isAwaited("");
        if (refused.busy()) {
            // With a response we know nothing of: ours has to wait for its end.
            if (awaited) {
                turn.asked = false;
            }
            return;
        }
        link.finished();
        if (awaited) {
            fail(new IOException(refused.why()), nowNanos);
        }
        proceed(nowNanos);
    }

    private void lost(IOException why, boolean forGood, long nowNanos) {
        links.lost(why, nowNanos);
        if (turn == null) {
            return;
        }
        turn.told = false;
        turn.asked = false;
        if (turn.answer.isOver()) {
            return;
        }
        if (forGood || ++turn.losses > MOST_LOSSES) {
            fail(why, nowNanos);
            return;
        }
        turn.goesOn = turn.answer.hasSound();
        if (!turn.tools.areInUse()) {
            await(nowNanos);
        }
        links.reconnect(turn.losses, nowNanos);
    }

    private void fail(IOException why, long nowNanos) {
        cancel(nowNanos);
        turn.answer.fail(why);
    }

    private void cancel(long nowNanos) {
        if (turn.told) {
            links.now().cancel(nowNanos);
        }
    }

    private void await(long nowNanos) {
        turn.deadlineNanos = nowNanos + patience.toNanos();
    }

    /** Null where there is none. */
    private RealtimeSession now() {
        return links.now() == null ? null : links.now().session;
    }

    // What is done as soon as it can be done.

    private void proceed(long nowNanos) {
        if (turn == null && cut.isEmpty()) {
            links.renewWhereDue(nowNanos);
        }
        boolean asks = turn != null && !turn.asked && !turn.answer.isOver();
        if (!asks || !links.isReady()) {
            return;
        }
        if (!turn.told) {
            turn.told = true;
            links.now().tell(turn);
            if (turn.goesOn) {
                turn.goesOn = false;
                links.taint();
                links.now().session.add(new Message.Agent(turn.answer.cutToSound()));
                links.now().session.add(new Message.Instructions(GO_ON));
            }
        }
        boolean waits = links.now().isBusy() || !cut.isEmpty() || turn.tools.areInUse();
        if (!waits) {
            turn.asked = true;
            links.now().respond();
        }
    }

    /** Time has come, or something has happened. */
    void woke(long nowNanos) {
        if (!cut.isEmpty() && cutUntilNanos - nowNanos <= 0) {
            cut.clear();
        }
        IOException gone = links.woke(nowNanos);
        if (gone != null) {
            lost(gone, false, nowNanos);
        }
        if (turn != null && turn.tools.areInUse()) {
            turn.answer.toolsRun(nowNanos);
        }
        if (turn != null && turn.isAwaiting() && turn.deadlineNanos - nowNanos <= 0) {
            fail(new IOException("no sound within " + patience.toMillis() + " ms"), nowNanos);
        }
        proceed(nowNanos);
    }

    /** Until {@link #woke} is due. */
    long waitNanos(long nowNanos) {
        long wait = links.waitNanos(turn == null && cut.isEmpty(), nowNanos);
        if (!cut.isEmpty()) {
            wait = Math.min(wait, cutUntilNanos - nowNanos);
        }
        if (turn != null && turn.isAwaiting()) {
            wait = Math.min(wait, turn.deadlineNanos - nowNanos);
        }
        if (turn != null && turn.tools.areInUse()) {
            wait = Math.min(wait, turn.answer.nextWordsNanos(nowNanos));
        }
        return Math.max(0, wait);
    }

    void close() {
        links.close();
    }
}
