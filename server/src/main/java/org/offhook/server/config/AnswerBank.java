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
 * @param prompts text by name, all of {@link BankLoader#PROMPTS}
 */
public record AnswerBank(String name, Map<String, String> prompts, List<Answer> answers) {
    public AnswerBank {
        prompts = Collections.unmodifiableMap(new LinkedHashMap<>(prompts));
        answers = List.copyOf(answers);
    }

    /** With another greeting; the same where the text is empty. */
    public AnswerBank withGreeting(String text) {
        if (text.isEmpty()) {
            return this;
        }
        var changed = new LinkedHashMap<>(prompts);
        changed.put("greeting", text);
        return new AnswerBank(name, changed, answers);
    }
}
