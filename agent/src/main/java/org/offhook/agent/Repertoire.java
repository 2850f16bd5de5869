package org.offhook.agent;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.offhook.cache.Answer;
import org.offhook.media.PreparedAudio;

/**
 * All that an agent can say without thinking.
 *
 * @param prompts by prompt; they stay as they are
 * @param answers may change while calls go on
 */
public record Repertoire(Map<Prompt, Line> prompts, Answers answers) {
    private static final Line NOTHING = new Line("", Optional.empty());

    public Repertoire {
        prompts = Map.copyOf(prompts);
    }

    /** With answers that stay as they are, by their ids. */
    public Repertoire(Map<Prompt, Line> prompts, Map<String, Line> answers) {
        this(prompts, fixed(Map.copyOf(answers)));
    }

    private static Answers fixed(Map<String, Line> lines) {
        return answer -> Optional.ofNullable(lines.get(answer.id()));
    }

    /** What is heard for prepared answers. Any thread. */
    @FunctionalInterface
    public interface Answers {
        /** The line of an answer that was just found; empty where it is gone. */
        Optional<Line> line(Answer answer);

        /** An answer with slots; empty for all others, and where it is gone. */
        default Optional<SlottedLine> slotted(Answer answer) {
            return Optional.empty();
        }

        /** Where slots get their values. */
        default SlotSources slots() {
            return SlotSources.builtIn();
        }

        /** An answer was not said in a call that has no value for a slot of it. */
        default void hadNoValue() {}
    }

    /**
     * @param audio empty where it could not be prepared
     */
    public record Line(String text, Optional<PreparedAudio> audio) {}

    Line of(Prompt prompt) {
        Line line = prompts.get(prompt);
        return line == null ? prompts.getOrDefault(prompt.standIn(), NOTHING) : line;
    }

    /** What is said when a tool takes its time: the first thing, then the next. */
    List<Line> whileToolsRun() {
        return List.of(of(Prompt.ONE_MOMENT), of(Prompt.STILL_WORKING));
    }

    Line of(Answer answer) {
        return answers.line(answer).orElse(NOTHING);
    }

    Optional<SlottedLine> slotted(Answer answer) {
        return answers.slotted(answer);
    }
}
