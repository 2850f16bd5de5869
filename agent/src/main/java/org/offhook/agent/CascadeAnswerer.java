package org.offhook.agent;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.media.Playout;

/** A language model writes and a voice speaks, for one call. Used by the call's thread. */
final class CascadeAnswerer implements Answerer {
    private static final Logger log = LogManager.getLogger(CascadeAnswerer.class);

    private final String callId;
    private final Mind.Cascade mind;
    private final CallTools tools;
    private final List<Repertoire.Line> waiting;
    private final CallScope scope;
    private final Playout playout;
    private final IntConsumer onFailed;
    private ModelAnswer answer;
    private List<Thread> threads = List.of();
    private int utterance;
    private int answers;

    /**
     * @param waiting said while tools run
     * @param onFailed told, on any thread, the utterance that will not be completed
     */
    CascadeAnswerer(
            String callId,
            Mind.Cascade mind,
            CallTools tools,
            List<Repertoire.Line> waiting,
            CallScope scope,
            Playout playout,
            IntConsumer onFailed) {
        this.callId = callId;
        this.mind = new Mind.Cascade(mind.model(), mind.voice().forCall());
        this.tools = tools;
        this.waiting = waiting;
        this.scope = scope;
        this.playout = playout;
        this.onFailed = onFailed;
        // Handshakes are over before the first question comes.
        scope.fork("warm-model", mind.model()::warmUp);
        scope.fork("warm-voice", mind.voice()::warmUp);
    }

    @Override
    public void draft(List<LanguageModel.Message> messages) {
        abandon();
        begin(messages);
    }

    @Override
    public int ask(List<LanguageModel.Message> messages, UtteranceText said) {
        int begun = playout.begin();
        askAs(begun, messages, said);
        return begun;
    }

    @Override
    public void askAs(int begun, List<LanguageModel.Message> messages, UtteranceText said) {
        boolean drafted = answer != null && utterance == 0;
        if (!drafted) {
            abandon();
            begin(messages);
        }
        utterance = begun;
        answer.want(begun, said);
    }

    private void begin(List<LanguageModel.Message> messages) {
        var begun = new ModelAnswer(mind, tools, waiting, playout);
        int number = ++answers;
        answer = begun;
        utterance = 0;
        threads =
                List.of(
                        scope.fork("think-" + number, () -> begun.think(messages)),
                        scope.fork("speak-" + number, () -> speak(begun)));
    }

    private void speak(ModelAnswer begun) throws InterruptedException {
        try {
            begun.speak();
        } catch (IOException failure) {
            log.warn("call {}: answer failed: {}", callId, failure.getMessage());
            onFailed.accept(begun.awaitWanted());
        }
    }

    @Override
    public void fill(String text, short[] samples) {
        ModelAnswer late = answer;
        if (late != null) {
            threads = new ArrayList<>(threads);
            threads.add(scope.fork("fill", () -> late.fill(text, samples)));
        }
    }

    @Override
    public void abandon() {
        threads.forEach(Thread::interrupt);
        threads = List.of();
        answer = null;
        utterance = 0;
    }

    @Override
    public long firstTokenNanos() {
        return answer == null ? 0 : answer.firstTokenNanos();
    }

    @Override
    public long firstVoiceNanos() {
        return answer == null ? 0 : answer.firstVoiceNanos();
    }

    @Override
    public void close() {
        abandon();
    }
}
