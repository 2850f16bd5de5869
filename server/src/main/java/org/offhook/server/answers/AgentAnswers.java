package org.offhook.server.answers;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.offhook.agent.Agent;
import org.offhook.agent.AnswerAudio;
import org.offhook.agent.Exchange;
import org.offhook.agent.LiveParts;
import org.offhook.agent.Repertoire;
import org.offhook.agent.SlotSources;
import org.offhook.agent.SlottedLine;
import org.offhook.agent.SlottedText;
import org.offhook.agent.TurnRecord;
import org.offhook.cache.Answer;
import org.offhook.cache.AnswerCache;
import org.offhook.cache.Lookup;
import org.offhook.cache.Slots;
import org.offhook.cache.store.StoredAnswer;
import org.offhook.cache.store.StoredAnswer.Scope;

/**
 * What one agent can answer at this moment: the approved answers of which the audio is whole.
 * Changed by the thread of {@link LiveAnswers}; looked up and heard by any.
 */
public final class AgentAnswers implements Repertoire.Answers, Agent.Cache {
    /** A call that has just found an answer may still begin to say it. */
    private static final long KEPT_NANOS = 60_000_000_000L;

    private final String agent;
    private final Locale language;
    private final SlotSources slots;
    private final AnswerCache cache;
    private final AnswerAudio audio;
    private final Consumer<List<Exchange>> lessons;
    private final Map<String, StoredAnswer> answers = new HashMap<>();
    private final Map<AnswerAudio.Saying, Repertoire.Line> lines = new ConcurrentHashMap<>();
    private final AskedCounts asked = new AskedCounts();
    private final Map<AnswerAudio.Saying, Long> unwanted = new HashMap<>();
    private final Set<AnswerAudio.Saying> failed = new HashSet<>();
    private List<Answer> served = List.of();
    private Instant border = Instant.MAX;
    private boolean dirty = true;

    AgentAnswers(
            String agent,
            Locale language,
            SlotSources slots,
            AnswerCache cache,
            AnswerAudio audio,
            Consumer<List<Exchange>> lessons) {
        this.slots = slots;
        this.lessons = lessons;
        this.agent = agent;
        this.language = language;
        this.cache = cache;
        this.audio = audio;
    }

    String agent() {
        return agent;
    }

    AnswerAudio audio() {
        return audio;
    }

    /** From any thread. */
    @Override
    public Optional<Repertoire.Line> line(Answer answer) {
        return Optional.ofNullable(lines.get(new AnswerAudio.Saying(answer.id(), answer.say())));
    }

    /** From any thread. */
    @Override
    public Optional<SlottedLine> slotted(Answer answer) {
        if (Slots.in(answer.say()).isEmpty()) {
            return Optional.empty();
        }
        var pieces = new ArrayList<SlottedLine.Piece>();
        for (SlottedText.Part part : SlottedText.parts(answer.say())) {
            switch (part) {
                case SlottedText.Part.Live(String text) ->
                        pieces.add(new SlottedLine.Piece.Live(text));
                case SlottedText.Part.Fixed(String text) -> {
                    var line = lines.get(new AnswerAudio.Saying(answer.id(), text));
                    if (line == null) {
                        return Optional.empty();
                    }
                    pieces.add(new SlottedLine.Piece.Prepared(text, line.audio().orElseThrow()));
                }
            }
        }
        return Optional.of(new SlottedLine(pieces, audio.live()));
    }

    /** From any thread. */
    @Override
    public void turned(TurnRecord turn) {
        asked.add(turn);
    }

    /** What became of callers' turns at the cache, by name. From any thread. */
    public Map<String, Long> asked() {
        return asked.all();
    }

    /** What became of answers with slots. From any thread. */
    public LiveParts.Counts spokenLive() {
        return audio.live().counts();
    }

    @Override
    public SlotSources slots() {
        return slots;
    }

    /** From any thread. */
    @Override
    public void hadNoValue() {
        audio.live().hadNoValue();
    }

    /** From any thread. */
    @Override
    public void over(List<Exchange> exchanges) {
        lessons.accept(exchanges);
    }

    /** From any thread; computes for some milliseconds. */
    @Override
    public Lookup lookup(String words) throws IOException {
        Lookup found = cache.lookup(agent, words);
        return found instanceof Lookup.Hit(Answer answer, _, Lookup.Evidence evidence)
                        && answer.say().isEmpty()
                ? new Lookup.Near(answer, evidence.because("known to have no answer"))
                : found;
    }

    private boolean isWhole(Answer answer) {
        return lines.keySet().containsAll(sayings(answer));
    }

    /** What has to be prepared of an answer: all of it, or what stands around its slots. */
    private static List<AnswerAudio.Saying> sayings(Answer answer) {
        return AnswerAudio.sayings(answer.id(), answer.say());
    }

    /** Another store than before: nothing of the old one counts. */
    void clear() {
        answers.clear();
        dirty = true;
    }

    void put(StoredAnswer answer) {
        answers.put(answer.key().id(), answer);
        dirty = true;
    }

    /** The audio of a saying is whole, or could not be made. */
    void made(AnswerAudio.Saying saying, AnswerAudio.Prepared prepared) {
        var whole = prepared.find(saying.id(), saying.text());
        if (whole.isPresent()) {
            lines.put(saying, new Repertoire.Line(saying.text(), whole));
        } else {
            failed.add(saying);
        }
        dirty = true;
    }

    /** What failed may be tried once more. */
    void forgetFailures() {
        failed.clear();
    }

    /** True where {@link #refresh} has something to do. */
    boolean isDue(Instant now) {
        return dirty || !now.isBefore(border);
    }

    /** Sayings without audio that are not known to have failed, in the order of their ids. */
    List<AnswerAudio.Saying> missing(Instant now) {
        return live(now)
                .flatMap(answer -> sayings(answer).stream())
                .filter(saying -> !lines.containsKey(saying) && !failed.contains(saying))
                .toList();
    }

    /**
     * Makes the index hold what may be said now.
     *
     * @param mostVectors to compute in this step; where that is not all, it stays due
     */
    void refresh(Instant now, long nowNanos, int mostVectors) throws IOException {
        List<Answer> wanted = live(now).filter(this::isWhole).toList();
        int waiting = 0;
        if (!wanted.equals(served)) {
            waiting = cache.sync(agent, language, wanted, mostVectors).waiting();
            served = waiting == 0 ? wanted : List.of();
            forget(wanted, nowNanos);
        }
        border = nextBorder(now);
        dirty = waiting > 0;
    }

    private Stream<Answer> live(Instant now) {
        return answers.values().stream()
                .filter(answer -> isHere(answer, now))
                .filter(answer -> !answer.key().id().endsWith(Proposals.MORE))
                .map(answer ->
                        new Answer(
                                answer.key().id(),
                                answer.content().say(),
                                questions(answer, now),
                                answer.content().then()))
                .sorted((a, b) -> a.id().compareTo(b.id()));
    }

    /** Its own, and those that were proposed and approved. */
    private List<String> questions(StoredAnswer answer, Instant now) {
        StoredAnswer more = answers.get(answer.key().id() + Proposals.MORE);
        return more == null || !isHere(more, now)
                ? answer.content().questions()
                : Stream.concat(
                                answer.content().questions().stream(),
                                more.content().questions().stream())
                        .toList();
    }

    /** No talk is in a named state yet, and none in another language than its agent's. */
    private boolean isHere(StoredAnswer answer, Instant now) {
        Scope scope = answer.content().scope();
        return answer.content().isLive(now)
                && !answer.content().dynamic()
                && canFill(answer.content().say())
                && scope.state().isEmpty()
                && (scope.language().isEmpty()
                        || Locale.forLanguageTag(scope.language())
                                .getLanguage()
                                .equals(language.getLanguage()));
    }

    /** An answer from another machine, or from before, may have slots that are not configured. */
    private boolean canFill(String say) {
        return Slots.faults(say, slots.names()).isEmpty()
                && (Slots.in(say).isEmpty() || audio.live().canSpeak());
    }

    private Instant nextBorder(Instant now) {
        return answers.values().stream()
                .map(answer -> answer.content().scope())
                .flatMap(scope -> Stream.concat(scope.from().stream(), scope.until().stream()))
                .filter(now::isBefore)
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    /** Audio of what is said no longer goes, but not at once. */
    private void forget(List<Answer> wanted, long nowNanos) {
        var current = new HashSet<AnswerAudio.Saying>();
        wanted.forEach(answer -> current.addAll(sayings(answer)));
        for (AnswerAudio.Saying saying : new ArrayList<>(lines.keySet())) {
            if (current.contains(saying)) {
                unwanted.remove(saying);
            } else if (nowNanos - unwanted.computeIfAbsent(saying, _ -> nowNanos) > KEPT_NANOS) {
                lines.remove(saying);
                unwanted.remove(saying);
            }
        }
    }

    int servedCount() {
        return served.size();
    }
}
