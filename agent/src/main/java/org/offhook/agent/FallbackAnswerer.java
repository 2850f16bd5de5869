package org.offhook.agent;

import java.util.List;
import org.offhook.media.HeardFrames;

/**
 * Asks a realtime service while that can be reached, and somebody else while it cannot. Used by the
 * call's threads as {@link RealtimeAnswerer} is.
 */
final class FallbackAnswerer implements Answerer {
    private final RealtimeAnswerer first;
    private final Answerer second;
    private Answerer chosen;

    FallbackAnswerer(RealtimeAnswerer first, Answerer second) {
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
    public int ask(List<LanguageModel.Message> messages, UtteranceText said) {
        choose();
        return chosen.ask(messages, said);
    }

    private void choose() {
        Answerer now = first.isUnreachable() ? second : first;
        if (now != chosen) {
            chosen.abandon();
            chosen = now;
        }
    }

    @Override
    public void fill(String text, short[] samples) {
        chosen.fill(text, samples);
    }

    @Override
    public void abandon() {
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
    public void played(int utterance, int frames) {
        first.played(utterance, frames);
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
