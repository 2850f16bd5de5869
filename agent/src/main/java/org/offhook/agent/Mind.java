package org.offhook.agent;

/** Who answers what no prepared answer is sure for. Owns nothing. */
public sealed interface Mind {
    /** Nobody: prepared answers only. */
    record None() implements Mind {}

    /** A model writes, a voice speaks. */
    record Cascade(LanguageModel model, Voice voice) implements Mind {}

    /**
     * One model hears and speaks.
     *
     * @param otherwise answers while the model's service cannot be reached
     */
    record Realtime(RealtimeModel model, CacheMode cache, Mind otherwise) implements Mind {}
}
