package org.offhook.agent;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.offhook.media.Playout;

/**
 * One reply of the language model, spoken while it is still being written: one virtual thread reads
 * tokens and cuts them into sentences, another has them spoken. Ends by itself as soon as its
 * utterance is no longer audible.
 */
final class ModelAnswer {
    /** So many sentences may wait for the voice; the model is read no faster. */
    private static final int SENTENCES_AHEAD = 16;

    private static final String END = "";

    private final LanguageModel model;
    private final Voice voice;
    private final Playout playout;
    private final int utterance;
    private final UtteranceText said;
    private final BlockingQueue<String> sentences = new ArrayBlockingQueue<>(SENTENCES_AHEAD);
    private final AtomicReference<IOException> modelFailure = new AtomicReference<>();
    private volatile long firstTokenNanos;
    private volatile long firstVoiceNanos;
    private long spokenSamples;

    ModelAnswer(
            LanguageModel model, Voice voice, Playout playout, int utterance, UtteranceText said) {
        this.model = model;
        this.voice = voice;
        this.playout = playout;
        this.utterance = utterance;
        this.said = said;
    }

    /** Reads the model's reply to its end; runs beside {@link #speak}. */
    void think(List<LanguageModel.Message> messages) throws InterruptedException {
        var splitter = new SentenceSplitter();
        try {
            model.reply(
                    messages,
                    List.of(),
                    token -> {
                        if (firstTokenNanos == 0) {
                            firstTokenNanos = System.nanoTime();
                        }
                        splitter.take(token, this::putOrWait);
                    });
            splitter.flush(this::putOrWait);
        } catch (IOException failure) {
            modelFailure.set(failure);
        } finally {
            sentences.put(END);
        }
    }

    private void putOrWait(String sentence) {
        try {
            sentences.put(sentence);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Speaks sentence by sentence until the reply is complete or no longer audible.
     *
     * @throws IOException the model or the voice failed, or the model had nothing to say
     */
    void speak() throws IOException, InterruptedException {
        boolean anything = false;
        String sentence = sentences.take();
        while (!sentence.equals(END)) {
            voice.speak(sentence, this::take);
            said.add(sentence, spokenSamples);
            anything = true;
            sentence = sentences.take();
        }
        IOException failure = modelFailure.get();
        if (failure != null) {
            throw failure;
        }
        if (!anything) {
            throw new IOException("the language model replied nothing");
        }
        playout.end(utterance);
    }

    private boolean take(short[] samples, int length) throws InterruptedException {
        if (firstVoiceNanos == 0) {
            firstVoiceNanos = System.nanoTime();
        }
        spokenSamples += length;
        return playout.putOrWait(utterance, samples, length);
    }

    long firstTokenNanos() {
        return firstTokenNanos;
    }

    long firstVoiceNanos() {
        return firstVoiceNanos;
    }
}
