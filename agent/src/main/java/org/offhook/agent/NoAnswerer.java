package org.offhook.agent;

import java.util.List;

/** Nobody to ask: the agent has prepared answers only, and its turn machine asks nobody. */
final class NoAnswerer implements Answerer {
    @Override
    public void draft(List<LanguageModel.Message> messages) {
        throw new IllegalStateException("nobody to ask");
    }

    @Override
    public int ask(List<LanguageModel.Message> messages, UtteranceText said) {
        throw new IllegalStateException("nobody to ask");
    }

    @Override
    public void askAs(int utterance, List<LanguageModel.Message> messages, UtteranceText said) {
        throw new IllegalStateException("nobody to ask");
    }

    @Override
    public void fill(String text, short[] samples) {}

    @Override
    public void abandon() {}

    @Override
    public long firstTokenNanos() {
        return 0;
    }

    @Override
    public long firstVoiceNanos() {
        return 0;
    }

    @Override
    public void close() {}
}
