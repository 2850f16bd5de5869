package org.offhook.agent;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.offhook.media.Pcm;
import org.offhook.media.PreparedAudio;

/**
 * One caller's conversation with one agent: drives {@link TurnMachine}, keeps transcript and
 * timeline, and recognises late events by their number. Pure: time and events come in, wishes go
 * out through {@link Stage}. Used by the call's thread only.
 */
final class Conversation {
    private final Agent agent;
    private final String callId;
    private final Stage stage;
    private final InstantSource wallClock;
    private final Consumer<TurnRecord> records;
    private final TurnMachine machine;
    private final List<LanguageModel.Message> transcript = new ArrayList<>();
    private TurnMachine.State state = new TurnMachine.State.Listening(0);
    private Speech lastSpeech;
    private Heard lastHeard;
    private TurnTimeline timeline;
    private UtteranceText saying = new UtteranceText();
    private boolean greeted;
    private int audible;
    private int turns;

    /**
     * @param wallClock dates the records; nothing else depends on it
     * @param records receives each turn when its answer has been heard or abandoned
     */
    Conversation(
            Agent agent,
            String callId,
            Stage stage,
            InstantSource wallClock,
            Consumer<TurnRecord> records) {
        this.agent = agent;
        this.wallClock = wallClock;
        this.callId = callId;
        this.stage = stage;
        this.records = records;
        this.machine = new TurnMachine(agent.canThink(), agent.limits());
        transcript.add(new LanguageModel.Message.Instructions(agent.instructions()));
    }

    boolean isOver() {
        return state instanceof TurnMachine.State.Over;
    }

    int turns() {
        return turns;
    }

    void on(TurnMachine.Event event, long nowNanos) {
        if (!isCurrent(event)) {
            return;
        }
        TurnMachine.State before = state;
        TurnMachine.Step step = machine.step(before, event);
        state = step.state();
        if (state != before) {
            stage.wakeAt(0);
        }
        if (before instanceof TurnMachine.State.Paused && decides(event) && hasDecided(state)) {
            closeTurn(0, 0);
            timeline = new TurnTimeline(++turns, lastSpeech, lastHeard, nowNanos);
            if (!lastHeard.words().isEmpty()) {
                remember(new LanguageModel.Message.Caller(lastHeard.words()));
            }
        }
        for (TurnMachine.Action action : step.actions()) {
            perform(action, nowNanos);
        }
        if (isOver()) {
            closeTurn(0, 0);
        }
    }

    /** The first token of the model, or the first samples of its voice, for the record. */
    void onModelStage(int utterance, long firstTokenNanos, long firstVoiceNanos) {
        if (timeline != null && timeline.utterance == utterance) {
            timeline.firstTokenNanos = firstTokenNanos;
            timeline.firstVoiceNanos = firstVoiceNanos;
        }
    }

    private static boolean decides(TurnMachine.Event event) {
        return event instanceof TurnMachine.Event.Understood
                || event instanceof TurnMachine.Event.SpeechEnded;
    }

    private static boolean hasDecided(TurnMachine.State state) {
        return state instanceof TurnMachine.State.Speaking
                || state instanceof TurnMachine.State.Thinking;
    }

    /** Takes what the event tells the record; false where it belongs to what is already past. */
    private boolean isCurrent(TurnMachine.Event event) {
        return switch (event) {
            case TurnMachine.Event.UtteranceStarted(int utterance, long firstPacketNanos) -> {
                if (timeline != null && timeline.utterance == utterance) {
                    timeline.firstPacketNanos = firstPacketNanos;
                }
                yield utterance == audible;
            }
            case TurnMachine.Event.UtteranceEnded(int utterance, int frames, long lastNanos) -> {
                if (timeline != null && timeline.utterance == utterance) {
                    remember(new LanguageModel.Message.Agent(timeline.said.heard(frames)));
                    closeTurn(frames, lastNanos);
                } else if (utterance == audible) {
                    remember(new LanguageModel.Message.Agent(saying.heard(frames)));
                }
                yield utterance == audible;
            }
            case TurnMachine.Event.AnswerFailed(int utterance) -> utterance == audible;
            // Offers of ours within the call are answered too; the greeting comes once.
            case TurnMachine.Event.Answered() -> {
                boolean first = !greeted;
                greeted = true;
                yield first;
            }
            case TurnMachine.Event.Understood(int attempt, Heard heard) -> {
                boolean awaited =
                        state instanceof TurnMachine.State.Paused paused
                                && paused.attempt() == attempt;
                if (awaited) {
                    lastHeard = heard;
                }
                yield awaited;
            }
            // Everything else carries no number: it is about now.
            default -> true;
        };
    }

    private void perform(TurnMachine.Action action, long nowNanos) {
        switch (action) {
            case TurnMachine.Action.Recognise(int attempt, Speech speech) -> {
                lastSpeech = speech;
                stage.recognise(attempt, speech);
            }
            case TurnMachine.Action.PlayPrompt(Prompt prompt) ->
                    play(agent.repertoire().of(prompt), prompt.key(), nowNanos);
            case TurnMachine.Action.PlayAnswer(var answer) -> {
                if (timeline != null) {
                    timeline.answer = answer.id();
                }
                boolean exact =
                        lastHeard.lookup() instanceof org.offhook.cache.Lookup.Hit hit
                                && hit.exact();
                play(agent.repertoire().of(answer.id()), exact ? "exact" : "cache", nowNanos);
            }
            case TurnMachine.Action.Ask _ -> {
                saying = new UtteranceText();
                audible = stage.ask(List.copyOf(transcript), saying);
                noteUtterance("model");
            }
            case TurnMachine.Action.Silence _ -> {
                if (timeline != null) {
                    timeline.bargeInNanos = nowNanos;
                }
                audible = 0;
                stage.silence();
            }
            case TurnMachine.Action.WakeIn(var delay) -> stage.wakeAt(nowNanos + delay.toNanos());
            case TurnMachine.Action.Transfer(String uri) -> stage.transfer(uri);
            case TurnMachine.Action.HangUp(String reason) -> stage.hangUp(reason);
        }
    }

    private void play(Repertoire.Line line, String source, long nowNanos) {
        saying = new UtteranceText();
        if (line.audio().isEmpty()) {
            // Said at start as degraded. Nothing to hear, so it is over at once.
            audible = 0;
            noteUtterance(source + " (no audio)");
            on(new TurnMachine.Event.UtteranceEnded(0, 0, nowNanos), nowNanos);
            return;
        }
        PreparedAudio audio = line.audio().get();
        saying.add(line.text(), (long) audio.frames() * Pcm.FRAME_SAMPLES);
        audible = stage.play(audio);
        noteUtterance(source);
    }

    /** A turn whose first utterance failed keeps its record and gets the next one's times. */
    private void noteUtterance(String source) {
        if (timeline == null) {
            return;
        }
        timeline.source = timeline.source.isEmpty() ? source : timeline.source + ", " + source;
        timeline.utterance = audible;
        timeline.said = saying;
    }

    /** Some chat templates insist on turns that alternate: two of one speaker become one. */
    private void remember(LanguageModel.Message message) {
        LanguageModel.Message last = transcript.getLast();
        switch (message) {
            case LanguageModel.Message.Caller(String text) when text.isBlank() -> {}
            case LanguageModel.Message.Agent(String text) when text.isBlank() -> {}
            case LanguageModel.Message.Caller(String text)
                    when last instanceof LanguageModel.Message.Caller(String before) ->
                    transcript.set(
                            transcript.size() - 1,
                            new LanguageModel.Message.Caller(before + " " + text));
            case LanguageModel.Message.Agent(String text)
                    when last instanceof LanguageModel.Message.Agent(String before) ->
                    transcript.set(
                            transcript.size() - 1,
                            new LanguageModel.Message.Agent(before + " " + text));
            default -> transcript.add(message);
        }
    }

    private void closeTurn(int playedFrames, long lastPacketNanos) {
        if (timeline == null) {
            return;
        }
        timeline.playedFrames = playedFrames;
        timeline.lastPacketNanos = lastPacketNanos;
        records.accept(TurnRecord.of(wallClock.instant(), callId, agent.name(), timeline));
        timeline = null;
    }
}
