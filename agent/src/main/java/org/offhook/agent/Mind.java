package org.offhook.agent;

/** Who answers what no prepared answer is sure for. Owns nothing. */
public sealed interface Mind {
    /** Nobody: prepared answers only. */
    record None() implements Mind {}

    /** A model writes, a voice speaks. */
    record Cascade(LanguageModel model, Voice voice) implements Mind {}
}
