package org.offhook.cache.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.offhook.cache.store.AnswerStore.Entry;
import org.offhook.cache.store.AnswerStore.Write;
import org.offhook.cache.store.StoredAnswer.Content;
import org.offhook.cache.store.StoredAnswer.Key;
import org.offhook.cache.store.StoredAnswer.Origin;
import org.offhook.cache.store.StoredAnswer.Status;

/** Plans what rows of a file come to, before any of it is written. Used by one thread, once. */
public final class AnswerImport {
    /**
     * One row.
     *
     * @param line of its file, for the complaint
     * @param whole the answer with its history, from an export; written as it is where there is
     *     none of its key
     */
    public record Row(int line, Key key, Content content, Optional<StoredAnswer> whole) {
        public static Row of(int line, Key key, Content content) {
            return new Row(line, key, content, Optional.empty());
        }
    }

    /**
     * @param faults one line for each bad row, beginning with the line's number
     */
    public record Report(int added, int changed, int unchanged, List<String> faults) {}

    private final Map<Key, Entry> entries = new HashMap<>();
    private final Map<Key, Integer> lines = new HashMap<>();
    private final List<Row> rows = new ArrayList<>();
    private final AnswerRules rules;
    private final String who;
    private final Instant now;
    private final List<Write> writes = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private int added;
    private int unchanged;

    /**
     * @param rules that have seen no answer yet
     */
    AnswerImport(List<Entry> entries, AnswerRules rules, String who, Instant now) {
        entries.forEach(entry -> this.entries.put(entry.answer().key(), entry));
        this.rules = rules;
        this.who = who;
        this.now = now;
    }

    void plan(Row row) {
        Integer before = lines.putIfAbsent(row.key(), row.line());
        if (before == null) {
            rows.add(row);
        } else {
            fault(row, row.key().id() + " stands in line " + before + " already");
        }
    }

    private void fault(Row row, String fault) {
        faults.add("line " + row.line() + ": " + fault);
    }

    /** To be called once, before {@link #writes}. */
    Report report() {
        // What is about to be replaced is in nobody's way.
        entries.values().stream()
                .map(Entry::answer)
                .filter(answer -> !lines.containsKey(answer.key()))
                .forEach(answer -> rules.known(answer.key(), answer.content()));
        for (Row row : rows) {
            List<String> wrong = new ArrayList<>(rules.faults(row.key(), row.content()));
            Entry found = entries.get(row.key());
            if (isOfBank(found) && !found.answer().content().equals(row.content())) {
                wrong.add(row.key() + " is in the agent's bank file: change it there");
            }
            wrong.forEach(fault -> fault(row, fault));
            if (wrong.isEmpty()) {
                write(row, found);
            }
        }
        return new Report(added, writes.size() - added, unchanged, List.copyOf(faults));
    }

    private static boolean isOfBank(Entry found) {
        return found != null
                && found.answer().origin() == Origin.BANK
                && found.answer().content().status() != Status.DELETED;
    }

    private void write(Row row, Entry found) {
        if (found == null) {
            added++;
            StoredAnswer first =
                    row.whole()
                            .orElseGet(() ->
                                    StoredAnswer.first(
                                            row.key(),
                                            row.content(),
                                            Origin.OWNER,
                                            now,
                                            who,
                                            "imported"));
            writes.add(new Write(first, AnswerStore.NONE));
        } else if (found.answer().content().equals(row.content())) {
            unchanged++;
        } else {
            StoredAnswer changed =
                    found.answer().with(Origin.OWNER).changed(row.content(), now, who, "imported");
            writes.add(new Write(changed, found.sequence()));
        }
    }

    List<Write> writes() {
        return writes;
    }
}
