package org.offhook.agent;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.offhook.agent.LanguageModel.Message;
import org.offhook.media.Pcm;
import org.offhook.media.Playout;

/**
 * One answer of a language model, spoken while it is still being written: one virtual thread reads
 * tokens and cuts them into sentences, another has them spoken. Nothing is heard before it is
 * wanted, and no tool is used. Ends by itself as soon as its utterance is no longer audible.
 */
final class ModelAnswer {
    /** So many sentences may wait for the voice; the model is read no faster. */
    private static final int SENTENCES_AHEAD = 16;

    /** A second filler comes so long after the first, and so on. */
    private static final long FILL_AGAIN_SECONDS = 4;

    /** A model that still asks for tools in its last reply gets none, and has to speak. */
    private static final int MOST_REPLIES = 6;

    private static final String END = "";

    /** Where an answer is to be heard. */
    private record Audible(int utterance, UtteranceText said) {}

    private final Mind.Cascade mind;
    private final CallTools tools;
    private final ToolWait wait;
    private final Playout playout;
    private final BlockingQueue<String> sentences = new ArrayBlockingQueue<>(SENTENCES_AHEAD);
    private final AtomicInteger unspoken = new AtomicInteger();
    private final AtomicReference<IOException> modelFailure = new AtomicReference<>();
    private final CountDownLatch wanted = new CountDownLatch(1);
    private final CountDownLatch sounded = new CountDownLatch(1);
    private final ReentrantLock sounding = new ReentrantLock();
    private volatile Audible audible;
    private volatile boolean resolved;
    private volatile long firstTokenNanos;
    private volatile long firstVoiceNanos;
    private volatile long spokenSamples;
    private volatile long soundEndNanos;

    /**
     * @param waiting said while tools run and nothing else is heard: the first thing, then the next
     */
    ModelAnswer(
            Mind.Cascade mind, CallTools tools, List<Repertoire.Line> waiting, Playout playout) {
        this.mind = mind;
        this.tools = tools;
        this.wait = new ToolWait(waiting);
        this.playout = playout;
    }

    /** It may be heard from now on. By the call's thread, once. */
    void want(int utterance, UtteranceText said) {
        audible = new Audible(utterance, said);
        spokenSamples = said.samples();
        soundEndNanos = System.nanoTime();
        wanted.countDown();
    }

    /** Waits until it is wanted, and returns its utterance. */
    int awaitWanted() throws InterruptedException {
        wanted.await();
        return audible.utterance;
    }

    /** Reads the model's replies to their end; runs beside {@link #speak}. */
    void think(List<Message> messages) throws InterruptedException {
        try {
            converse(new ArrayList<>(messages));
        } catch (IOException failure) {
            modelFailure.set(failure);
        } finally {
            sentences.put(END);
        }
    }

    private void converse(List<Message> messages) throws IOException, InterruptedException {
        boolean anyWords = false;
        for (int reply = 1; reply <= MOST_REPLIES; reply++) {
            var words = new StringBuilder();
            boolean last = reply == MOST_REPLIES;
            List<ToolCall> calls = reply(messages, last ? List.of() : tools.specs(), words);
            anyWords |= !words.toString().isBlank();
            if (calls.isEmpty() || last) {
                return;
            }
            if (!words.toString().isBlank()) {
                messages.add(new Message.Agent(words.toString().strip()));
            }
            List<Message> used = use(calls);
            messages.addAll(used);
            boolean done = calls.stream().allMatch(CallTools::endsTurn) && noneFailed(used);
            resolved |= done;
            if (done && anyWords) {
                return;
            }
        }
    }

    private List<ToolCall> reply(List<Message> messages, List<ToolSpec> specs, StringBuilder words)
            throws IOException, InterruptedException {
        var splitter = new SentenceSplitter();
        List<ToolCall> calls =
                mind.model()
                        .reply(
                                messages,
                                specs,
                                token -> {
                                    if (firstTokenNanos == 0) {
                                        firstTokenNanos = System.nanoTime();
                                    }
                                    words.append(token);
                                    splitter.take(token, this::putOrWait);
                                });
        splitter.flush(this::putOrWait);
        return calls;
    }

    /** Waits until the answer is wanted: a draft that nobody hears must not do anything. */
    private List<Message> use(List<ToolCall> calls) throws InterruptedException {
        wanted.await();
        var used = new ArrayList<Message>();
        used.add(new Message.Asked(calls));
        used.addAll(ToolRound.run(calls, tools.during(audible.utterance), this::whileToolsRun));
        audible.said.used(used);
        return used;
    }

    private static boolean noneFailed(List<Message> used) {
        return used.stream()
                .noneMatch(message ->
                        message instanceof Message.Brought(_, String content)
                                && content.startsWith(Toolbox.FAILED));
    }

    private void whileToolsRun() throws InterruptedException {
        long quietNanos = unspoken.get() > 0 ? 0 : System.nanoTime() - soundEndNanos;
        Repertoire.Line line = wait.due(quietNanos, spokenSamples > 0);
        if (line != null) {
            say(line.text(), line.audio().orElseThrow().pcm());
        }
    }

    private void putOrWait(String sentence) {
        try {
            unspoken.incrementAndGet();
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
            mind.voice().speak(sentence, this::take);
            unspoken.decrementAndGet();
            wanted.await();
            audible.said.add(sentence, spokenSamples);
            sentence = sentences.take();
        }
        IOException failure = modelFailure.get();
        if (failure != null) {
            throw failure;
        }
        if (!anything && !resolved) {
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
            return put(samples, length);
        } finally {
            sounding.unlock();
        }
    }

    private boolean put(short[] samples, int length) throws InterruptedException {
        spokenSamples += length;
        long lengthNanos = length * 1_000_000_000L / Pcm.RATE_HZ;
        long now = System.nanoTime();
        long begin = soundEndNanos - now > 0 ? soundEndNanos : now;
        soundEndNanos = begin + lengthNanos;
        return playout.putOrWait(audible.utterance, samples, length);
    }

    /** Says something prepared first, and again as long as nothing else is heard. */
    void fill(String text, short[] samples) throws InterruptedException {
        boolean heardElse = false;
        while (!heardElse) {
            sounding.lockInterruptibly();
            try {
                if (sounded.getCount() == 0 || !put(samples, samples.length)) {
                    return;
                }
                audible.said.add(text, spokenSamples);
            } finally {
                sounding.unlock();
            }
            heardElse = sounded.await(FILL_AGAIN_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Says something prepared next. */
    private void say(String text, short[] samples) throws InterruptedException {
        sounding.lockInterruptibly();
        try {
            sounded.countDown();
            put(samples, samples.length);
            audible.said.add(text, spokenSamples);
        } finally {
            sounding.unlock();
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
