package org.offhook.server.config;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * YAML 1.2 text to a root {@link Section}. Stays at the graph of nodes, never making objects of it:
 * so each complaint knows its line, {@code 0100} stays a text, and no tag can name a class.
 */
final class YamlFile {
    private static final int MAX_CHARACTERS = 4_000_000;

    private YamlFile() {}

    /** An empty file is an empty section. */
    static Section read(String file, String text, Problems problems) throws ConfigException {
        Optional<Node> root = compose(file, text, problems);
        if (root.isPresent() && !(root.get() instanceof MappingNode)) {
            problems.add(root.get(), "", "must be a mapping of keys, such as \"sip:\"");
        }
        problems.throwIfAny();
        return root.map(node -> new Section("", (MappingNode) node, problems))
                .orElseGet(() -> Section.absent("", 1, problems));
    }

    private static Optional<Node> compose(String file, String text, Problems problems) {
        var settings =
                LoadSettings.builder().setLabel(file).setCodePointLimit(MAX_CHARACTERS).build();
        try {
            return new Compose(settings).composeString(text);
        } catch (MarkedYamlEngineException wrong) {
            var mark = wrong.getProblemMark().or(wrong::getContextMark);
            String rule = "is not YAML: " + wrong.getProblem();
            problems.add(mark.map(found -> found.getLine() + 1).orElse(1), "", rule);
            return Optional.empty();
        } catch (YamlEngineException wrong) {
            problems.add(
                    1, "", "is not YAML: " + wrong.getMessage().lines().findFirst().orElse(""));
            return Optional.empty();
        }
    }
}
