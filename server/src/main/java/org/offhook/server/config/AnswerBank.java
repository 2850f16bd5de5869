package org.offhook.server.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.offhook.cache.Answer;

/**
 * What one receptionist can say without thinking.
 *
 * @param name of the bank: its partition in the cache
 * @param prompts text by name: all of {@link BankLoader#PROMPTS}, others where the bank has them
 */
public record AnswerBank(String name, Map<String, String> prompts, List<Answer> answers) {
    public AnswerBank {
        prompts = Collections.unmodifiableMap(new LinkedHashMap<>(prompts));
        answers = List.copyOf(answers);
    }

    /** With another greeting; the same where the text is empty. */
    public AnswerBank withGreeting(String text) {
        return text.isEmpty() ? this : with("greeting", text);
    }

    /** With a prompt of this text in place of the bank's, if it has one. */
    public AnswerBank with(String prompt, String text) {
        var changed = new LinkedHashMap<>(prompts);
        changed.put(prompt, text);
        return new AnswerBank(name, changed, answers);
    }
}
