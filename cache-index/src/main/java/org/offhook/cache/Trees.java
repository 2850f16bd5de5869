package org.offhook.cache;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Small decision trees whose leaves add up to log odds. Immutable; any thread.
 *
 * <p>Each tree is one array of nodes, the root first: a feature and a limit, or a leaf's value.
 */
final class Trees {
    /** Where {@code feature < 0} a leaf of {@code value}; else at most {@code value} goes left. */
    record Node(int feature, double value, int left, int right) {}

    private final List<Node[]> trees;
    private final double base;

    Trees(double base, List<Node[]> trees) {
        this.base = base;
        this.trees = List.copyOf(trees);
    }

    double score(double[] features) {
        double sum = base;
        for (Node[] tree : trees) {
            Node node = tree[0];
            while (node.feature() >= 0) {
                node = tree[features[node.feature()] <= node.value() ? node.left() : node.right()];
            }
            sum += node.value();
        }
        return sum;
    }

    /** One line a tree, {@code feature:limit:left:right} or {@code value} with blanks between. */
    static Trees read(BufferedReader lines, int features) throws IOException {
        String head = lines.readLine();
        if (head == null) {
            throw new IOException("no trees: refit the gate");
        }
        var trees = new ArrayList<Node[]>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ");
            Node[] nodes = new Node[words.length];
            for (int i = 0; i < nodes.length; i++) {
                nodes[i] = node(words[i], features, nodes.length);
            }
            trees.add(nodes);
        }
        return new Trees(Double.parseDouble(head), trees);
    }

    private static Node node(String word, int features, int nodes) throws IOException {
        String[] parts = word.split(":");
        if (parts.length == 1) {
            return new Node(-1, Double.parseDouble(word), 0, 0);
        }
        int feature = Integer.parseInt(parts[0]);
        int left = Integer.parseInt(parts[2]);
        int right = Integer.parseInt(parts[3]);
        if (feature >= features || Math.max(left, right) >= nodes) {
            throw new IOException("trees of other features: refit the gate");
        }
        return new Node(feature, Double.parseDouble(parts[1]), left, right);
    }

    /** As {@link #read} reads it. */
    List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add(String.format(Locale.ROOT, "%.5g", base));
        for (Node[] tree : trees) {
            var line = new StringBuilder();
            for (Node node : tree) {
                line.append(line.isEmpty() ? "" : " ");
                line.append(
                        node.feature() < 0
                                ? String.format(Locale.ROOT, "%.4g", node.value())
                                : String.format(
                                        Locale.ROOT,
                                        "%d:%.5g:%d:%d",
                                        node.feature(),
                                        node.value(),
                                        node.left(),
                                        node.right()));
            }
            lines.add(line.toString());
        }
        return lines;
    }
}
