package org.offhook.agent.chain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.agent.LanguageModel;
import org.offhook.agent.ToolCall;
import org.offhook.agent.ToolSpec;

/**
 * Several language models in the place of one. A reply that breaks off in the middle of a sentence
 * is gone on with by the next model, which is told what was said. Thread-safe. Owns nothing: the
 * models are closed by who made them.
 */
public final class ChainedModel implements LanguageModel {
    private static final Logger log = LogManager.getLogger(ChainedModel.class);

    /** From the caller's side, as some models insist on the last word being theirs. */
    private static final Message GO_ON =
            new Message.Caller(
                    "(The line broke while you spoke. Go on exactly where you stopped: do not"
                            + " repeat anything, do not mention this.)");

    private final List<Link<LanguageModel>> links;

    /**
     * @param links the first choice first
     */
    public ChainedModel(List<Link<LanguageModel>> links) {
        this.links = List.copyOf(links);
    }

    @Override
    public List<ToolCall> reply(
            List<Message> messages, List<ToolSpec> tools, Consumer<String> tokens)
            throws IOException, InterruptedException {
        var passed = new PassedOn(tokens);
        var left = new ArrayList<>(links);
        List<Message> told = messages;
        while (true) {
            switch (race(left, told, tools).run(piece -> pass(piece, passed))) {
                case Race.Finish.Whole<LanguageModel, List<ToolCall>>(_, List<ToolCall> calls) -> {
                    passed.end();
                    return calls;
                }
                case Race.Finish.Broken<LanguageModel, List<ToolCall>>(var link, var cause) -> {
                    passed.breakOff();
                    left.remove(link);
                    // With tools on offer, one may have been about to be asked for.
                    if (passed.isWhole() && tools.isEmpty()) {
                        log.info("{}: after a whole sentence, so that is it", cause.getMessage());
                        return List.of();
                    }
                    if (left.isEmpty()) {
                        throw cause;
                    }
                    log.info("{}: in mid-sentence, another goes on", cause.getMessage());
                    told = new ArrayList<>(messages);
                    told.add(new Message.Agent(passed.text().strip()));
                    told.add(GO_ON);
                }
            }
        }
    }

    private static Race<LanguageModel, String, List<ToolCall>> race(
            List<Link<LanguageModel>> links, List<Message> told, List<ToolSpec> tools) {
        return new Race<>(
                List.copyOf(links),
                (link, out) -> link.service().reply(told, tools, token -> put(token, out)));
    }

    /** Interrupted, the flag stays: the model sees it at its next step. */
    private static void put(String token, Race.Taking<String> out) {
        try {
            out.take(token);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean pass(String piece, PassedOn passed) {
        passed.take(piece);
        return true;
    }

    @Override
    public void warmUp() {
        WarmUps.all(links, LanguageModel::warmUp);
    }

    @Override
    public void close() {}
}
