package org.offhook.agent;

import java.util.ArrayList;
import java.util.List;
import org.offhook.agent.LanguageModel.Message;

/** A question to a realtime service and its answer. Used by the call's realtime thread only. */
final class RealtimeTurn {
    /** When its parts came, for the record; written here, read by the call's thread. */
    static final class Stages {
        volatile long firstTokenNanos;
        volatile long firstVoiceNanos;
    }

    final int number;
    final RealtimeAnswer answer;
    final RealtimeTools tools = new RealtimeTools();
    final List<Thread> threads = new ArrayList<>();

    /** The conversation up to the question, and that where its words are known. */
    List<Message> talk;

    Stages stages;

    /** The present session has the question. */
    boolean told;

    /** The present session has been asked for a response to it. */
    boolean asked;

    /** The connection was lost in mid answer: the next session is to go on. */
    boolean goesOn;

    /** Nothing is heard of it by then: it has failed. 0: it may take its time. */
    long deadlineNanos;

    int losses;

    RealtimeTurn(int number, RealtimeAnswer answer, List<Message> messages, Stages stages) {
        this.number = number;
        this.answer = answer;
        this.stages = stages;
        talk = messages;
    }

    /** It is to be heard under this number; what has come of it keeps its times. */
    void want(int utterance, UtteranceText said, Stages recorded, long nowNanos) {
        recorded.firstTokenNanos = stages.firstTokenNanos;
        recorded.firstVoiceNanos = stages.firstVoiceNanos;
        stages = recorded;
        answer.want(utterance, said, nowNanos);
    }

    /** Waits for something that comes late or never. */
    boolean isAwaiting() {
        return !answer.isOver() && deadlineNanos != 0;
    }

    /** Where the caller's question stands among what was spoken, or will stand. */
    int questionIndex() {
        return RealtimeMemory.turns(beforeQuestion());
    }

    List<Message> beforeQuestion() {
        return question() == null ? talk : talk.subList(0, talk.size() - 1);
    }

    /** Null where it is not known yet. */
    String question() {
        return talk.getLast() instanceof Message.Caller(String text) ? text : null;
    }

    /** A tool has ended; true where the service has to go on. */
    boolean goesOnAfterTools() {
        if (tools.areInUse()) {
            return false;
        }
        answer.said().used(tools.lastUsed());
        return !(tools.isResolution() && answer.hasSound());
    }

    /** Something of the answer is there. */
    void came(boolean sound, long nowNanos) {
        if (stages.firstTokenNanos == 0) {
            stages.firstTokenNanos = nowNanos;
        }
        if (sound && stages.firstVoiceNanos == 0) {
            stages.firstVoiceNanos = nowNanos;
        }
    }
}
