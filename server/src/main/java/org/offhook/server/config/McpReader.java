package org.offhook.server.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/** Reads the parts of the configuration that are about servers of tools. */
final class McpReader {
    /** Without an underscore: what is before the first one in a tool's name is its server. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

    private static final Pattern URL = Pattern.compile("https?://[^\\s/?#]+[^\\s#]*");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]+");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Secrets secrets;

    McpReader(Secrets secrets) {
        this.secrets = secrets;
    }

    SequencedMap<String, McpSettings> servers(Section root) {
        var servers = new LinkedHashMap<String, McpSettings>();
        root.named("mcp-servers")
                .forEach((name, section) -> {
                    if (!NAME.matcher(name).matches()) {
                        section.problem("", "must have a name of a-z, 0-9 and -");
                    }
                    servers.put(name, server(section));
                });
        return servers;
    }

    private McpSettings server(Section section) {
        List<String> command = texts(section, "command");
        String url = section.text("url", "");
        if (command.isEmpty() == url.isEmpty()) {
            section.problem("", "must have either a command or a url");
        } else if (!url.isEmpty() && !isUrl(url)) {
            section.wrong("url", "must be an http:// or https:// address");
        } else if (!command.isEmpty() && command.getFirst().isBlank()) {
            section.problem("command", "must begin with a program");
        }
        var env = secrets(section, "env", VARIABLE, url.isEmpty(), "goes with command");
        var headers = secrets(section, "headers", HEADER, command.isEmpty(), "goes with url");
        Duration timeout =
                section.duration(
                        "timeout",
                        Duration.ofSeconds(10),
                        Duration.ofMillis(100),
                        Duration.ofMinutes(2));
        String where = section.where(url.isEmpty() ? "command" : "url");
        var read =
                new McpSettings(
                        command, env, url, headers, timeout, texts(section, "tools"), where);
        section.end();
        return read;
    }

    private static boolean isUrl(String text) {
        try {
            return URL.matcher(text).matches() && new URI(text).getHost() != null;
        } catch (URISyntaxException no) {
            return false;
        }
    }

    private static List<String> texts(Section section, String key) {
        return section.entries(key).stream().map(Section.Entry::text).toList();
    }

    private SequencedMap<String, Secret> secrets(
            Section section, String key, Pattern form, boolean fits, String otherwise) {
        if (section.has(key) && !fits) {
            section.problem(key, otherwise);
        }
        Section all = section.section(key);
        var read = new LinkedHashMap<String, Secret>();
        for (String name : all.all().sequencedKeySet()) {
            Secret secret = secrets.read(all, name);
            if (!form.matcher(name).matches()) {
                all.problem(name, "must be named " + form.pattern());
            } else if (!secret.value().matches("\\P{Cntrl}*")) {
                all.problem(name, "must be one line");
            }
            read.put(name, secret);
        }
        return read;
    }
}
