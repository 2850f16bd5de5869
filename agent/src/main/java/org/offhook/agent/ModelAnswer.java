package org.offhook.agent;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.offhook.media.Playout;

/**
 * One answer of a language model, spoken while it is still being written: one virtual thread reads
 * tokens and cuts them into sentences, another has them spoken. Nothing is heard before it is
 * wanted. Ends by itself as soon as its utterance is no longer audible.
 */
final class ModelAnswer {
    /** So many sentences may wait for the voice; the model is read no faster. */
    private static final int SENTENCES_AHEAD = 16;

    /** A second filler comes so long after the first, and so on. */
    private static final long FILL_AGAIN_SECONDS = 4;

    private static final String END = "";

    /** Where an answer is to be heard. */
    private record Audible(int utterance, UtteranceText said) {}

    private final LanguageModel model;
    private final Voice voice;
    private final Playout playout;
    private final BlockingQueue<String> sentences = new ArrayBlockingQueue<>(SENTENCES_AHEAD);
    private final AtomicReference<IOException> modelFailure = new AtomicReference<>();
    private final CountDownLatch wanted = new CountDownLatch(1);
    private final CountDownLatch sounded = new CountDownLatch(1);
    private final ReentrantLock sounding = new ReentrantLock();
    private volatile Audible audible;
    private volatile long firstTokenNanos;
    private volatile long firstVoiceNanos;
    private volatile long spokenSamples;

    ModelAnswer(LanguageModel model, Voice voice, Playout playout) {
        this.model = model;
        this.voice = voice;
        this.playout = playout;
    }

    /** It may be heard from now on. By the call's thread, once. */
    void want(int utterance, UtteranceText said) {
        audible = new Audible(utterance, said);
        wanted.countDown();
    }

    /** Waits until it is wanted, and returns its utterance. */
    int awaitWanted() throws InterruptedException {
        wanted.await();
        return audible.utterance;
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
            anything = true;
            voice.speak(sentence, this::take);
            wanted.await();
            audible.said.add(sentence, spokenSamples);
            sentence = sentences.take();
        }
        IOException failure = modelFailure.get();
        if (failure != null) {
            throw failure;
        }
        if (!anything) {
            throw new IOException("the language model replied nothing");
        }
        playout.end(audible.utterance);
    }

    /** The first samples wait here until they are wanted; the provider holds back the rest. */
    private boolean take(short[] samples, int length) throws InterruptedException {
        if (firstVoiceNanos == 0) {
            firstVoiceNanos = System.nanoTime();
        }
        wanted.await();
        sounding.lockInterruptibly();
        try {
            sounded.countDown();
            spokenSamples += length;
            return playout.putOrWait(audible.utterance, samples, length);
        } finally {
            sounding.unlock();
        }
    }

    /** Says something prepared first, and again as long as nothing else is heard. */
    void fill(String text, short[] samples) throws InterruptedException {
        boolean heardElse = false;
        while (!heardElse) {
            sounding.lockInterruptibly();
            try {
                if (sounded.getCount() == 0
                        || !playout.putOrWait(audible.utterance, samples, samples.length)) {
                    return;
                }
                spokenSamples += samples.length;
                audible.said.add(text, spokenSamples);
            } finally {
                sounding.unlock();
            }
            heardElse = sounded.await(FILL_AGAIN_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** 0 before the first word. */
    long firstTokenNanos() {
        return firstTokenNanos;
    }

    /** 0 before the first sound. */
    long firstVoiceNanos() {
        return firstVoiceNanos;
    }
}
