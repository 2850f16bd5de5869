package org.offhook.agent.chain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.offhook.agent.LanguageModel;
import org.offhook.agent.ToolCall;
import org.offhook.agent.ToolSpec;

/** A model that says its script: pieces, then an end, a failure or nothing more. */
final class ScriptedModel implements LanguageModel {
    /** What stands in a script for no end. */
    static final String STALLS = "(stalls)";

    static final String FAILS = "(fails)";

    private final LinkedBlockingQueue<List<String>> scripts = new LinkedBlockingQueue<>();
    final AtomicInteger asked = new AtomicInteger();
    final List<List<Message>> told = new ArrayList<>();
    final CountDownLatch cancelled = new CountDownLatch(1);

    /** One reply; when all are given the last is given again. */
    ScriptedModel then(String... script) {
        scripts.add(List.of(script));
        return this;
    }

    @Override
    public List<ToolCall> reply(
            List<Message> messages, List<ToolSpec> tools, Consumer<String> tokens)
            throws IOException, InterruptedException {
        asked.incrementAndGet();
        told.add(messages);
        List<String> script = scripts.size() > 1 ? scripts.take() : scripts.peek();
        try {
            for (String piece : script) {
                switch (piece) {
                    case STALLS -> new CountDownLatch(1).await();
                    case FAILS -> throw new Unwell();
                    default -> tokens.accept(piece);
                }
            }
        } catch (InterruptedException stopped) {
            cancelled.countDown();
            throw stopped;
        }
        return List.of();
    }

    @Override
    public void close() {}
}
