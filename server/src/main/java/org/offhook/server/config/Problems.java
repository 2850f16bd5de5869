package org.offhook.server.config;

import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;

/** Everything wrong in one file, in the order of its lines. Used by the thread that reads. */
final class Problems {
    /** More than these help nobody: the rest is only counted. */
    private static final int SHOWN = 25;

    private record Problem(int line, String text) {}

    private final String file;
    private final List<Problem> found = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    /**
     * @param at where; its line is shown
     * @param key path of the key as in {@code media.ports}; empty for the file itself
     */
    void add(Node at, String key, String rule) {
        add(at.getStartMark().map(mark -> mark.getLine() + 1).orElse(1), key, rule);
    }

    void add(int line, String key, String rule) {
        found.add(new Problem(line, key.isEmpty() ? at(line, rule) : at(line, key) + ": " + rule));
    }

    /** Something of this file, by its line. */
    String at(int line, String what) {
        return file + ":" + line + ": " + what;
    }

    int count() {
        return found.size();
    }

    /** The texts from the so-manieth on. */
    List<String> since(int count) {
        return found.stream().skip(count).map(Problem::text).toList();
    }

    void throwIfAny() throws ConfigException {
        if (found.isEmpty()) {
            return;
        }
        found.sort((a, b) -> Integer.compare(a.line, b.line));
        var texts = new ArrayList<>(found.stream().limit(SHOWN).map(Problem::text).toList());
        if (found.size() > SHOWN) {
            texts.add(file + ": and " + (found.size() - SHOWN) + " more");
        }
        throw new ConfigException(texts);
    }
}
