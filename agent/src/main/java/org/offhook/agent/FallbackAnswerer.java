package org.offhook.agent;

import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.media.HeardFrames;

/**
 * Asks a realtime service while that can be reached, and somebody else while it cannot, or when it
 * fails before it has said anything. Used by the call's threads as {@link RealtimeAnswerer} is.
 */
final class FallbackAnswerer implements Answerer {
    private static final Logger log = LogManager.getLogger(FallbackAnswerer.class);

    /** A service that fails again and again is left alone for 1, 3, 7 turns, then asked again. */
    private static final int LONGEST_REST = 7;

    private final String callId;
    private final RealtimeAnswerer first;
    private final Answerer second;
    private Answerer chosen;
    private List<LanguageModel.Message> asked = List.of();
    private UtteranceText said;
    private Runnable filling;
    private int utterance;
    private boolean wanted;
    private int failures;
    private int rest;

    FallbackAnswerer(String callId, RealtimeAnswerer first, Answerer second) {
        this.callId = callId;
        this.first = first;
        this.second = second;
        chosen = first;
    }

    @Override
    public void draft(List<LanguageModel.Message> messages) {
        choose();
        chosen.draft(messages);
    }

    @Override
    public int ask(List<LanguageModel.Message> messages, UtteranceText toSay) {
        choose();
        rest = Math.max(0, rest - 1);
        asked = messages;
        said = toSay;
        filling = null;
        utterance = chosen.ask(messages, toSay);
        wanted = true;
        return utterance;
    }

    @Override
    public void askAs(int number, List<LanguageModel.Message> messages, UtteranceText toSay) {
        throw new IllegalStateException("nobody falls back on one that falls back");
    }

    private void choose() {
        choose(rest > 0 || first.isUnreachable() ? second : first);
    }

    private void choose(Answerer now) {
        if (now != chosen) {
            chosen.abandon();
            chosen = now;
        }
    }

    @Override
    public boolean takesOver(int failed) {
        if (!wanted || failed != utterance || chosen != first || first.firstVoiceNanos() != 0) {
            return false;
        }
        log.info("call {}: the answer is given by the stand-in", callId);
        rest = Math.min(LONGEST_REST, (1 << failures) - 1);
        failures = Math.min(failures + 1, LONGEST_REST);
        choose(second);
        // Words of which the sound never came.
        said.grow("", 0);
        var messages = new ArrayList<>(asked);
        messages.addAll(said.toolsUsed());
        second.askAs(failed, messages, said);
        if (filling != null) {
            filling.run();
        }
        return true;
    }

    @Override
    public void fill(String text, short[] samples) {
        filling = () -> chosen.fill(text, samples);
        filling.run();
    }

    @Override
    public void abandon() {
        wanted = false;
        chosen.abandon();
    }

    @Override
    public void hear(HeardFrames.Frame frame) {
        first.hear(frame);
    }

    @Override
    public void notice(TurnEvent event) {
        first.notice(event);
    }

    @Override
    public void played(int ended, int frames) {
        if (ended == utterance && chosen == first) {
            failures = 0;
        }
        first.played(ended, frames);
    }

    @Override
    public long firstTokenNanos() {
        return chosen.firstTokenNanos();
    }

    @Override
    public long firstVoiceNanos() {
        return chosen.firstVoiceNanos();
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
