package org.offhook.cache.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.offhook.cache.Answer;

/**
 * One answer of one agent with all that is known of it. Immutable.
 *
 * @param version 1 for the first content, one more with each other content
 * @param history oldest first; at most {@value #MOST_REVISIONS}, the oldest goes first
 */
public record StoredAnswer(
        Key key,
        Content content,
        Origin origin,
        long version,
        Usage usage,
        List<Revision> history) {
    private static final int MOST_REVISIONS = 50;

    public StoredAnswer {
        history = List.copyOf(history);
    }

    /**
     * The identity of an answer.
     *
     * @param agent name of the agent that says it
     * @param id unique among the agent's answers
     */
    public record Key(String agent, String id) {
        @Override
        public String toString() {
            return agent + "/" + id;
        }
    }

    /** Whether it may be said. */
    public enum Status {
        /** Proposed; never said before somebody approves it. */
        CANDIDATE,
        APPROVED,
        /** Taken back, by its owner or because it was found wrong. */
        SUSPENDED,
        /** Gone, but kept: followers must learn of it, and its owner may want it back. */
        DELETED
    }

    /** Who wrote it. */
    public enum Origin {
        /** The agent's bank file; only that file changes its words. */
        BANK,
        OWNER,
        /** A language model said it in a call. */
        MODEL
    }

    /**
     * What it is.
     *
     * @param say what the caller hears; empty for a known question that has no prepared answer,
     *     which is then a rival of all that resemble it
     * @param questions phrasings that mean it
     * @param dynamic true where it depends on the day or the caller: never said from the store
     */
    public record Content(
            Status status,
            String say,
            List<String> questions,
            Answer.Then then,
            Scope scope,
            boolean dynamic) {
        public Content {
            questions = List.copyOf(questions);
        }

        public Content with(Status other) {
            return new Content(other, say, questions, then, scope, dynamic);
        }

        public Content withQuestions(List<String> others) {
            return new Content(status, say, others, then, scope, dynamic);
        }

        public boolean isRival() {
            return say.isEmpty();
        }

        /** True where the lookup index should know it at this time, to be said or as a rival. */
        public boolean isLive(Instant now) {
            return status == Status.APPROVED && !questions.isEmpty() && scope.covers(now);
        }
    }

    /**
     * Where and when it holds.
     *
     * @param language BCP 47; empty for the agent's
     * @param state of the dialogue; empty for any talk
     * @param from inclusive
     * @param until exclusive
     */
    public record Scope(
            String language, String state, Optional<Instant> from, Optional<Instant> until) {
        public static final Scope ALWAYS = new Scope("", "", Optional.empty(), Optional.empty());

        boolean covers(Instant now) {
            return from.filter(now::isBefore).isEmpty()
                    && until.filter(end -> !now.isBefore(end)).isEmpty();
        }
    }

    /**
     * What calls taught about it.
     *
     * @param asked calls in which a model gave this answer
     * @param waitedMillis callers waited for it in those, together
     * @param tokens that those answers cost, estimated
     * @param judged hits that were asked again after the call
     * @param wrong of those, how many were confirmed to be wrong
     * @param lastAsked of the calls that are counted
     */
    public record Usage(
            int asked,
            long waitedMillis,
            long tokens,
            int judged,
            int wrong,
            Optional<Instant> lastAsked) {
        public static final Usage NONE = new Usage(0, 0, 0, 0, 0, Optional.empty());

        /** One that was confirmed to be wrong was not. */
        public Usage acquitted() {
            return new Usage(
                    asked, waitedMillis, tokens, judged, Math.max(0, wrong - 1), lastAsked);
        }
    }

    /**
     * One change.
     *
     * @param who a person, a file or a part of the program
     * @param what in a few words
     * @param before what it was; empty for the first, and where it is no longer kept
     */
    public record Revision(Instant at, String who, String what, Optional<Content> before) {}

    /**
     * Without a word of what it was: only that it was there, so that followers learn it is gone.
     */
    public StoredAnswer forgotten(Instant at, String who, String what) {
        var nothing =
                new Content(
                        Status.DELETED,
                        "",
                        List.of(),
                        new Answer.Then.Listen(),
                        Scope.ALWAYS,
                        false);
        var last = new Revision(at, who, what, Optional.empty());
        return new StoredAnswer(key, nothing, origin, version + 1, Usage.NONE, List.of(last));
    }

    /** Begins one. */
    public static StoredAnswer first(
            Key key, Content content, Origin origin, Instant at, String who, String what) {
        var first = new Revision(at, who, what, Optional.empty());
        return new StoredAnswer(key, content, origin, 1, Usage.NONE, List.of(first));
    }

    /** With other content; what it was is kept in the history. */
    public StoredAnswer changed(Content to, Instant at, String who, String what) {
        var revisions = new ArrayList<>(history);
        revisions.add(new Revision(at, who, what, Optional.of(content)));
        int surplus = Math.max(0, revisions.size() - MOST_REVISIONS);
        return new StoredAnswer(
                key, to, origin, version + 1, usage, revisions.subList(surplus, revisions.size()));
    }

    public StoredAnswer with(Usage newer) {
        return new StoredAnswer(key, content, origin, version, newer, history);
    }

    public StoredAnswer with(Origin other) {
        return new StoredAnswer(key, content, other, version, usage, history);
    }
}
