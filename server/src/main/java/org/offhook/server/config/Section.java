package org.offhook.server.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One mapping of a YAML file, asked for its keys one by one. A value that breaks its rule is noted
 * in {@link Problems} and the default is given, so that one reading finds everything. The keys
 * asked for are the keys known: {@link #end} complains about all others. Used by the thread that
 * reads.
 */
final class Section {
    private final String path;
    private final int line;
    private final Problems problems;
    private final SequencedMap<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Node> keys = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();

    private Section(String path, int line, Problems problems) {
        this.path = path;
        this.line = line;
        this.problems = problems;
    }

    Section(String path, MappingNode node, Problems problems) {
        this(path, node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1), problems);
        for (var tuple : node.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.add(tuple.getKeyNode(), path, "a key must be plain text");
            } else if (values.putIfAbsent(key.getValue(), tuple.getValueNode()) != null) {
                problems.add(key, under(key.getValue()), "is there twice");
            } else {
                keys.put(key.getValue(), key);
            }
        }
    }

    /** What is not in the file: every key has its default. */
    static Section absent(String path, int line, Problems problems) {
        return new Section(path, line, problems);
    }

    String path() {
        return path;
    }

    /** Where it begins in its file, from 1. */
    int line() {
        return line;
    }

    /** Where a key is, for complaints that come after the reading: file, line and its path. */
    String where(String key) {
        return problems.at(line(key), under(key));
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    /** The text of a scalar as it is written; empty where the key is not there. */
    Optional<String> find(String key) {
        return node(key).flatMap(node -> scalar(node, under(key)));
    }

    String text(String key, String otherwise) {
        return find(key).orElse(otherwise);
    }

    /** A text that must be there and not be blank. */
    String required(String key) {
        known.add(key);
        if (!values.containsKey(key)) {
            problems.add(line, under(key), "is missing");
            return "";
        }
        String text = text(key, "");
        if (text.isBlank() && values.get(key) instanceof ScalarNode node && !isNull(node)) {
            problems.add(node, under(key), "must not be empty");
        }
        return text.strip();
    }

    /** A value with a form of its own. The rule completes "must be". */
    <T> T parsed(String key, T otherwise, String rule, Function<String, Optional<T>> form) {
        Optional<String> text = find(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        Optional<T> value = form.apply(text.get());
        if (value.isEmpty()) {
            wrong(key, "must be " + rule);
        }
        return value.orElse(otherwise);
    }

    int whole(String key, int otherwise, int least, int most) {
        String rule = "a whole number from " + least + " to " + most;
        return parsed(key, otherwise, rule, text -> Forms.whole(text, least, most));
    }

    double decimal(String key, double otherwise, double least, double most) {
        String rule = "a number from " + Forms.show(least) + " to " + Forms.show(most);
        return parsed(key, otherwise, rule, text -> Forms.decimal(text, least, most));
    }

    Duration duration(String key, Duration otherwise, Duration least, Duration most) {
        String rule = "a duration from " + Forms.show(least) + " to " + Forms.show(most);
        return parsed(key, otherwise, rule, text -> Forms.duration(text, least, most));
    }

    /** One of a few words. */
    <T> T choice(String key, T otherwise, Map<String, T> choices) {
        String rule = "one of " + String.join(", ", choices.keySet());
        return parsed(key, otherwise, rule, text -> Optional.ofNullable(choices.get(text)));
    }

    /** One text of a list, and where it stands. */
    record Entry(String text, String path, Node node) {}

    /** A list of texts, or a single one; empty where the key is not there. */
    List<Entry> entries(String key) {
        Optional<Node> node = node(key);
        if (node.isEmpty() || isNull(node.get())) {
            return List.of();
        }
        List<Node> nodes =
                node.get() instanceof SequenceNode list ? list.getValue() : List.of(node.get());
        var entries = new ArrayList<Entry>();
        for (int at = 0; at < nodes.size(); at++) {
            String path = under(key) + (nodes.size() > 1 ? "[" + at + "]" : "");
            Node entry = nodes.get(at);
            scalar(entry, path)
                    .ifPresent(text -> entries.add(new Entry(text.strip(), path, entry)));
        }
        return entries;
    }

    /** Notes that an entry of a list breaks a rule, and shows it. */
    void wrong(Entry entry, String rule) {
        problems.add(entry.node, entry.path, rule + ", got \"" + entry.text + "\"");
    }

    /** A mapping below this one. */
    Section section(String key) {
        Optional<Node> node = node(key);
        return mapping(node, under(key)).orElseGet(() -> absent(under(key), line(key), problems));
    }

    /** A list of mappings. */
    List<Section> sections(String key) {
        Optional<Node> node = node(key);
        if (node.isEmpty() || isNull(node.get())) {
            return List.of();
        }
        if (!(node.get() instanceof SequenceNode list)) {
            problems.add(node.get(), under(key), "must be a list: each entry begins with \"- \"");
            return List.of();
        }
        var sections = new ArrayList<Section>();
        for (int at = 0; at < list.getValue().size(); at++) {
            mapping(Optional.of(list.getValue().get(at)), under(key) + "[" + at + "]")
                    .ifPresent(sections::add);
        }
        return sections;
    }

    /** A mapping of names the operator chose to mappings. */
    SequencedMap<String, Section> named(String key) {
        var named = new LinkedHashMap<String, Section>();
        Section all = section(key);
        for (String name : all.values.keySet()) {
            named.put(name, all.section(name));
        }
        return named;
    }

    /** All keys with their texts, for mappings whose keys the operator chooses. */
    SequencedMap<String, String> all() {
        var all = new LinkedHashMap<String, String>();
        values.sequencedKeySet().forEach(key -> find(key).ifPresent(text -> all.put(key, text)));
        return all;
    }

    /** The names of all keys, each of which then counts as known. */
    List<String> keys() {
        known.addAll(values.keySet());
        return List.copyOf(values.sequencedKeySet());
    }

    /** Notes that a value breaks a rule, and shows it. */
    void wrong(String key, String rule) {
        Node node = values.get(key);
        String got = node instanceof ScalarNode scalar ? ", got \"" + scalar.getValue() + "\"" : "";
        problem(key, rule + got);
    }

    /** Notes what is wrong without showing the value: for secrets, and for what is missing. */
    void problem(String key, String rule) {
        problems.add(line(key), key.isEmpty() ? path : under(key), rule);
    }

    /** To be called last: complains about every key that nobody asked for. */
    void end() {
        for (var entry : keys.entrySet()) {
            if (!known.contains(entry.getKey())) {
                String hint = Spelling.hint(entry.getKey(), known);
                problems.add(entry.getValue(), under(entry.getKey()), "is not a known key" + hint);
            }
        }
    }

    private Optional<Node> node(String key) {
        known.add(key);
        return Optional.ofNullable(values.get(key));
    }

    private Optional<String> scalar(Node node, String at) {
        if (!(node instanceof ScalarNode scalar)) {
            problems.add(node, at, "must be a single value");
            return Optional.empty();
        }
        if (isNull(scalar)) {
            problems.add(node, at, "has no value");
            return Optional.empty();
        }
        return Optional.of(scalar.getValue());
    }

    private Optional<Section> mapping(Optional<Node> node, String at) {
        if (node.isEmpty() || isNull(node.get())) {
            return Optional.empty();
        }
        if (node.get() instanceof MappingNode mapping) {
            return Optional.of(new Section(at, mapping, problems));
        }
        problems.add(node.get(), at, "must be a mapping of keys");
        return Optional.empty();
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private int line(String key) {
        Node node = keys.get(key);
        return node == null
                ? line
                : node.getStartMark().map(mark -> mark.getLine() + 1).orElse(line);
    }

    private String under(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
