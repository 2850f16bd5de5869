package org.offhook.agent;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.offhook.cache.Answer;
import org.offhook.cache.Lookup;
import org.offhook.media.PreparedAudio;

/**
 * One caller's conversation with one agent: drives {@link TurnMachine}, keeps transcript and
 * timeline, and recognises late events by their number. Pure: time and events come in, wishes go
 * out through {@link Stage}. Used by the call's thread only.
 */
final class Conversation {
    /** A mind that is silent for so long is filled in for: two seconds feel like a dead line. */
    private static final Duration FILL_AFTER = Duration.ofMillis(1_500);

    /** However late the question was understood: three seconds of silence are a lost caller. */
    private static final Duration LONGEST_SILENCE = Duration.ofMillis(2_700);

    private static final Duration SOON = Duration.ofMillis(100);

    /** Of a draft that was begun before they were there. */
    private static final String UNKNOWN_WORDS = "…";

    private final Agent agent;
    private final Stage stage;
    private final Manners manners;
    private final Transcript transcript;
    private final TurnMachine machine;
    private final TurnBook book;
    private final Exchanges exchanges = new Exchanges();
    private final Troubles troubles;
    private TurnState state = new TurnState.Listening(0);
    private Speech lastSpeech;
    private Heard lastHeard;
    private int lastSegment;
    private Saying saying = new Saying();
    private String drafted = "";
    private final CallersLine line = new CallersLine();
    private boolean greeted;

    /**
     * @param wallClock dates the records; nothing else depends on it
     * @param records receives each turn when its answer has been heard or abandoned
     */
    Conversation(
            Agent agent,
            String callId,
            Stage stage,
            Manners manners,
            InstantSource wallClock,
            Consumer<TurnRecord> records) {
        this.agent = agent;
        this.stage = stage;
        this.manners = manners;
        this.transcript = new Transcript(agent.instructions());
        this.book = new TurnBook(agent.name(), callId, wallClock, records);
        this.troubles = new Troubles(agent.wayOut());
        this.machine = new TurnMachine(agent.canThink(), this::judge, agent.limits());
    }

    boolean isOver() {
        return state instanceof TurnState.Over;
    }

    int turns() {
        return book.turns();
    }

    void on(TurnEvent event, long nowNanos) {
        if (!line.admits(event, state) || !isCurrent(event, nowNanos)) {
            return;
        }
        TurnState before = state;
        TurnMachine.Step step = troubles.temper(machine.step(before, event));
        state = step.state();
        if (before.getClass() != state.getClass()) {
            stage.wakeAt(0);
            stage.attend(attention(state));
            if (before instanceof TurnState.TakingMessage(boolean begun)) {
                stage.endMessage(begun);
            }
            if (before instanceof TurnState.Transferring) {
                stage.endTransfer();
                transcript.transferEnded(
                        event instanceof TurnEvent.TransferEnded(int status)
                                ? status
                                : Handover.TIMED_OUT);
            }
        }
        // The agent loses the word before the caller's new turn begins.
        if (step.actions().contains(new TurnAction.Silence())) {
            silence(nowNanos);
        }
        if (endsTurn(before, event) && hasDecided(state)) {
            manners.turnWasOver();
            book.begin(lastSpeech, lastHeard, nowNanos);
            transcript.addCaller(lastSpeech.segment(), lastHeard.words());
        }
        for (TurnAction action : step.actions()) {
            perform(action, nowNanos);
        }
        if (state instanceof TurnState.Listening) {
            dropDraft();
        }
        if (isOver()) {
            book.close();
            agent.cache().over(exchanges.drain());
        }
        if (greeted) {
            line.news(state).ifPresent(news -> on(news, nowNanos));
        }
    }

    /** The first token of the model, or the first samples of its voice, for the record. */
    void onModelStage(int utterance, long firstTokenNanos, long firstVoiceNanos) {
        book.modelStage(utterance, firstTokenNanos, firstVoiceNanos);
    }

    /** A tool was used, for the record. */
    void onToolUse(int utterance, ToolUse use) {
        book.toolUsed(utterance, use);
    }

    private static Attention attention(TurnState state) {
        return switch (state) {
            case TurnState.Interjected _ -> Attention.TO_INTERJECTION;
            case TurnState.Thinking _, TurnState.Speaking _ -> Attention.BESIDE_AGENT;
            case TurnState.Listening _,
                    TurnState.CallerSpeaking _,
                    TurnState.Paused _,
                    TurnState.Transferring _,
                    TurnState.TakingMessage _,
                    TurnState.OnHold _,
                    TurnState.HoldMusic _,
                    TurnState.Over _ ->
                    Attention.TO_CALLER;
        };
    }

    private static boolean endsTurn(TurnState before, TurnEvent event) {
        boolean ofCaller =
                before instanceof TurnState.Paused || before instanceof TurnState.Interjected;
        boolean decides =
                event instanceof TurnEvent.Understood
                        || event instanceof TurnEvent.SpeechEnded
                        || event instanceof TurnEvent.TurnEnded
                        || event instanceof TurnEvent.Woke;
        return ofCaller && decides;
    }

    private boolean hasDecided(TurnState after) {
        boolean speaks = after instanceof TurnState.Speaking || after instanceof TurnState.Thinking;
        // After mere noise the agent only goes on.
        return speaks && !saying.isAudible();
    }

    /** Takes what the event tells the record; false where it belongs to what is already past. */
    private boolean isCurrent(TurnEvent event, long nowNanos) {
        return switch (event) {
            case TurnEvent.UtteranceStarted(int utterance, long firstPacketNanos) -> {
                book.started(utterance, firstPacketNanos);
                exchanges.started(utterance, firstPacketNanos);
                saying.started(utterance, firstPacketNanos);
                yield saying.was(utterance);
            }
            case TurnEvent.UtteranceEnded(int utterance, int frames, long lastNanos) -> {
                book.ended(utterance, frames, lastNanos);
                boolean current = saying.was(utterance);
                if (current) {
                    troubles.heard(utterance);
                    exchanges.ended(utterance, saying.text());
                    rememberAgent(frames);
                    saying = new Saying();
                }
                yield current;
            }
            case TurnEvent.AnswerFailed(int utterance) -> saying.was(utterance);
            case TurnEvent.Resolved(int utterance, _) -> saying.was(utterance);
            // Offers of ours within the call are answered too; the greeting comes once.
            case TurnEvent.Answered() -> {
                boolean first = !greeted;
                greeted = true;
                yield first;
            }
            case TurnEvent.Understood(int attempt, Heard heard) -> {
                boolean awaited = attempt == looking();
                if (awaited) {
                    lastHeard = heard;
                }
                yield awaited;
            }
            case TurnEvent.Guessed(int segment, Heard heard) -> {
                // A realtime model hears for itself, and its draft ends what it listens to.
                boolean speaks =
                        state instanceof TurnState.CallerSpeaking
                                && agent.mind() instanceof Mind.Cascade;
                if (speaks) {
                    lastHeard = heard;
                    lastSegment = segment;
                }
                yield speaks;
            }
            case TurnEvent.TurnEnded(int segment) ->
                    lastSpeech != null && lastSpeech.segment() == segment;
            case TurnEvent.SpeechResumed() -> {
                if (lastSpeech != null && state instanceof TurnState.Paused) {
                    manners.wentOnAfter(Duration.ofNanos(nowNanos - lastSpeech.lastVoicedNanos()));
                }
                yield true;
            }
            case TurnEvent.Woke() -> {
                if (state instanceof TurnState.Paused(_, Heard heard, _) && heard == null) {
                    lastHeard = new Heard("", null, true, true, nowNanos, nowNanos);
                }
                yield true;
            }
            // Everything else carries no number: it is about now.
            default -> true;
        };
    }

    private int looking() {
        return switch (state) {
            case TurnState.Paused(int looking, _, _) -> looking;
            case TurnState.Interjected(_, int looking, _, _) -> looking;
            default -> 0;
        };
    }

    private Interjection judge(Heard heard) {
        return manners.judge(heard.words(), lastSpeech, saying.heard());
    }

    private void perform(TurnAction action, long nowNanos) {
        switch (action) {
            case TurnAction.Recognise(int attempt, Speech speech) -> {
                lastSpeech = speech;
                lastSegment = speech.segment();
                stage.recognise(attempt, speech);
                draftBeside();
            }
            case TurnAction.PlayPrompt(Prompt prompt) ->
                    play(agent.repertoire().of(prompt), prompt.key(), nowNanos);
            case TurnAction.PlayAnswer(var answer) -> {
                book.answer(answer.id());
                boolean exact = lastHeard.lookup() instanceof Lookup.Hit hit && hit.exact();
                say(answer, exact ? "exact" : "cache", nowNanos);
                troubles.answers(saying.utterance());
                exchanges.answers(saying.utterance(), lastHeard, answer.id(), exact, lastSpeech);
            }
            case TurnAction.Draft() -> draft();
            case TurnAction.DropDraft() -> dropDraft();
            case TurnAction.Ask() -> ask();
            case TurnAction.Fill() -> fill(agent.repertoire().of(Prompt.ONE_MOMENT));
            case TurnAction.Pause() -> {
                saying.pause(nowNanos);
                stage.pause();
            }
            case TurnAction.Resume() -> {
                saying.resume(nowNanos, stage.resume(Saying.MOST_BACK_FRAMES));
                book.resumed();
            }
            case TurnAction.Silence() -> {} // done before the turn began
            case TurnAction.WakeIn(var delay) -> stage.wakeAt(nowNanos + delay.toNanos());
            case TurnAction.WaitForPause() -> waitForPause(nowNanos);
            case TurnAction.WaitForAnswer() -> stage.wakeAt(fillAtNanos(nowNanos));
            case TurnAction.TakeMessage() -> stage.takeMessage();
            case TurnAction.Transfer(String uri, String summary) ->
                    stage.transfer(uri, summary.isEmpty() ? transcript.lastOfCaller() : summary);
            case TurnAction.HangUp(String reason) -> stage.hangUp(reason);
        }
    }

    private void waitForPause(long nowNanos) {
        Duration patience =
                manners.patience(lastHeard.words(), lastSpeech, transcript.lastOfAgent());
        long atNanos = lastSpeech.lastVoicedNanos() + patience.toNanos();
        if (atNanos - nowNanos <= 0) {
            on(new TurnEvent.Woke(), nowNanos);
        } else {
            stage.wakeAt(atNanos);
        }
    }

    private long fillAtNanos(long nowNanos) {
        long silentNanos = nowNanos - lastSpeech.lastVoicedNanos();
        long leftNanos = LONGEST_SILENCE.toNanos() - silentNanos;
        return nowNanos + Math.clamp(leftNanos, SOON.toNanos(), FILL_AFTER.toNanos());
    }

    private void draft() {
        if (!sameWords(drafted, lastHeard.words())) {
            drafted = lastHeard.words();
            stage.draft(transcript.with(lastSegment, drafted));
        }
    }

    /** A mind that hears for itself need not wait for the words. */
    private void draftBeside() {
        boolean beside =
                agent.mind() instanceof Mind.Realtime(_, CacheMode cache, _)
                        && cache == CacheMode.BESIDE;
        if (beside && state instanceof TurnState.Paused && drafted.isEmpty()) {
            drafted = UNKNOWN_WORDS;
            stage.draft(transcript.messages());
        }
    }

    private void dropDraft() {
        if (!drafted.isEmpty()) {
            drafted = "";
            stage.dropDraft();
        }
    }

    private void ask() {
        if (!drafted.isEmpty() && !sameWords(drafted, lastHeard.words())) {
            dropDraft();
        }
        boolean early = !drafted.isEmpty();
        drafted = "";
        saying = new Saying();
        saying.is(stage.ask(transcript.messages(), saying.text()));
        troubles.answers(saying.utterance());
        exchanges.answers(saying.utterance(), lastHeard, "", false, lastSpeech);
        book.says("model", saying);
        book.early(early);
    }

    /** Whether only spelling differs: the answer would be the same. */
    private static boolean sameWords(String one, String other) {
        return one.equals(UNKNOWN_WORDS) || bare(one).equals(bare(other));
    }

    private static String bare(String words) {
        return words.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
    }

    private void fill(Repertoire.Line line) {
        if (line.audio().isPresent()) {
            stage.fill(line.text(), line.audio().get());
            book.filled();
        }
    }

    private void silence(long nowNanos) {
        book.bargedIn(nowNanos);
        troubles.heard(saying.utterance());
        rememberAgent(saying.framesHeard(nowNanos));
        saying = new Saying();
        drafted = "";
        stage.silence();
    }

    private void say(Answer answer, String source, long nowNanos) {
        Optional<SlottedLine> slotted = agent.repertoire().slotted(answer);
        if (slotted.isEmpty()) {
            play(agent.repertoire().of(answer), source, nowNanos);
            return;
        }
        dropDraft();
        saying = new Saying();
        saying.is(stage.say(slotted.get(), saying.text()));
        book.says(source, saying);
    }

    private void play(Repertoire.Line line, String source, long nowNanos) {
        dropDraft();
        saying = new Saying();
        if (line.audio().isEmpty()) {
            // Said at start as degraded. Nothing to hear, so it is over at once.
            saying.is(0);
            book.says(source + " (no audio)", saying);
            on(new TurnEvent.UtteranceEnded(0, 0, nowNanos), nowNanos);
            return;
        }
        PreparedAudio audio = line.audio().get();
        saying.text().add(line.text(), audio);
        saying.is(stage.play(audio));
        book.says(source, saying);
    }

    private void rememberAgent(int framesHeard) {
        transcript.addTools(saying.text().toolsUsed());
        transcript.add(new LanguageModel.Message.Agent(saying.text().heard(framesHeard)));
    }
}
