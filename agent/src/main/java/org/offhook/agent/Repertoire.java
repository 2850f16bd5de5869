package org.offhook.agent;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.offhook.media.PreparedAudio;

/**
 * All that an agent can say without thinking. Immutable.
 *
 * @param prompts by prompt
 * @param answers by answer id
 */
public record Repertoire(Map<Prompt, Line> prompts, Map<String, Line> answers) {
    private static final Line NOTHING = new Line("", Optional.empty());

    public Repertoire {
        prompts = Map.copyOf(prompts);
        answers = Map.copyOf(answers);
    }

    /**
     * @param audio empty where it could not be prepared
     */
    public record Line(String text, Optional<PreparedAudio> audio) {}

    Line of(Prompt prompt) {
        return prompts.getOrDefault(prompt, NOTHING);
    }

    /** What is said when a tool takes its time: the first thing, then the next. */
    List<Line> whileToolsRun() {
        return List.of(of(Prompt.ONE_MOMENT), of(Prompt.STILL_WORKING));
    }

    Line of(String answerId) {
        return answers.getOrDefault(answerId, NOTHING);
    }
}
