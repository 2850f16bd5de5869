package org.offhook.server.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/** Reads the tools that the operator declares, by their kinds. */
final class ToolsReader {
    /** What language models take as a tool's name. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final Secrets secrets;

    ToolsReader(Secrets secrets) {
        this.secrets = secrets;
    }

    SequencedMap<String, ToolChoice> tools(Section root) {
        var tools = new LinkedHashMap<String, ToolChoice>();
        Section all = root.section("tools");
        for (String name : all.keys()) {
            if (!NAME.matcher(name).matches()) {
                all.problem(name, "must have a name of letters, digits, - and _, at most 64");
            }
            if (AgentToolsReader.BUILT_IN.contains(name)) {
                all.problem(name, "must have another name: there is a built-in tool of this one");
            }
            tools.put(name, tool(all.section(name)));
        }
        return tools;
    }

    private ToolChoice tool(Section section) {
        section.required("kind");
        section.choice("kind", "http", Map.of("http", "http"));
        return new HttpToolReader(secrets, section).read();
    }
}
