package org.offhook.server.config;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;
import org.offhook.agent.BuiltInTool;
import org.offhook.server.config.ServerConfig.Tools;
import org.offhook.server.config.ServerConfig.Transfer;

/** Reads what the model of an agent may do, and checks that its instructions name nothing else. */
final class AgentToolsReader {
    static final List<String> BUILT_IN =
            Arrays.stream(BuiltInTool.values()).map(BuiltInTool::key).toList();

    private static final Pattern TARGET = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

    /** A word in backticks with an underscore in it: a tool, as in {@code `take_message`}. */
    private static final Pattern MENTION = Pattern.compile("`([a-z][a-z0-9-]*(?:_[a-z0-9-]+)+)`");

    private final Section section;
    private final Set<String> known;

    /**
     * @param section the agent's
     * @param known what {@link #known} gives
     */
    AgentToolsReader(Section section, Set<String> known) {
        this.section = section;
        this.known = known;
    }

    /**
     * All that agents may name as a tool.
     *
     * @param declared the names of declared tools
     * @param mcpServers the names of servers of tools
     */
    static Set<String> known(Set<String> declared, Set<String> mcpServers) {
        var known = new LinkedHashSet<>(BUILT_IN);
        known.addAll(declared);
        mcpServers.forEach(name -> known.add(McpSettings.PREFIX + name));
        return known;
    }

    static Tools none() {
        return new Tools(List.of(), new LinkedHashMap<>(), List.of());
    }

    /**
     * @param instructions the agent's own, empty for the usual ones
     */
    Tools read(String instructions) {
        Set<String> names = names();
        SequencedMap<String, Transfer> transfers = transfers();
        if (names.contains(BuiltInTool.TRANSFER.key()) && transfers.isEmpty()) {
            section.problem("transfers", "is missing: the tool transfer needs somebody to reach");
        }
        checkMentions(instructions, names);
        return new Tools(List.copyOf(names), transfers, transferTo());
    }

    private Set<String> names() {
        var names = new LinkedHashSet<String>();
        for (Section.Entry entry : section.entries("tools")) {
            if (known.contains(entry.text())) {
                names.add(entry.text());
            } else {
                String hint = Spelling.hint(entry.text(), known);
                section.wrong(entry, "must be the name of a tool" + hint);
            }
        }
        return names;
    }

    private SequencedMap<String, Transfer> transfers() {
        var transfers = new LinkedHashMap<String, Transfer>();
        section.named("transfers")
                .forEach((name, target) -> {
                    if (!TARGET.matcher(name).matches()) {
                        target.problem("", "must have a name of a-z, 0-9, - and _");
                    }
                    transfers.put(name, new TransferReader(target).read());
                });
        return transfers;
    }

    private List<String> transferTo() {
        List<Section.Entry> entries = section.entries("transfer-to");
        for (Section.Entry entry : entries) {
            if (!entry.text().matches("sips?:[^\\s<>\"]+")) {
                section.wrong(entry, "must be a SIP URI, in which * stands for any characters");
            }
        }
        return entries.stream().map(Section.Entry::text).toList();
    }

    private void checkMentions(String instructions, Set<String> names) {
        var mentions = MENTION.matcher(instructions);
        while (mentions.find()) {
            String name = mentions.group(1);
            if (!names.contains(name) && !names.contains(server(name))) {
                String hint = Spelling.hint(name, names);
                section.problem(
                        "instructions", "name the tool " + name + ", which it has not" + hint);
            }
        }
    }

    /** What a server's tools are called is known when it is reached. */
    private static String server(String tool) {
        return McpSettings.PREFIX + tool.substring(0, tool.indexOf('_'));
    }
}
