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
}
