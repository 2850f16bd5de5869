package org.offhook.agent;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.cache.Answer;
import org.offhook.cache.Lookup;

/**
 * The answers of one call: one with a slot that has no value here is not found. Asked on the model
 * pool.
 */
final class SlotGate implements Agent.Cache {
    private static final Logger log = LogManager.getLogger(SlotGate.class);

    private final String callId;
    private final Agent.Cache cache;
    private final SlotValues values;
    private final Repertoire.Answers answers;

    /** A question is looked up more than once: each answer is told once a call. */
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    SlotGate(String callId, Agent.Cache cache, SlotValues values, Repertoire.Answers answers) {
        this.callId = callId;
        this.cache = cache;
        this.values = values;
        this.answers = answers;
    }

    @Override
    public Lookup lookup(String words) throws IOException {
        Lookup found = cache.lookup(words);
        if (!(found instanceof Lookup.Hit(Answer answer, _, Lookup.Evidence evidence))) {
            return found;
        }
        String missing = values.missing(answer.say());
        if (missing.isEmpty()) {
            return found;
        }
        if (told.add(answer.id())) {
            log.info("call {}: answer {}: no value for {}", callId, answer.id(), missing);
            answers.hadNoValue();
        }
        return new Lookup.Near(answer, evidence.because("no value for " + missing));
    }
}
