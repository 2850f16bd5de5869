package org.offhook.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.function.UnaryOperator;

/** Finds secrets where the file says they are: in itself, in the environment, in another file. */
final class Secrets {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
    private static final String FILE = "file:";

    private final UnaryOperator<String> environment;
    private final Path folder;

    /**
     * @param environment value of a variable, null where it is not set
     * @param folder relative {@code file:} paths begin here
     */
    Secrets(UnaryOperator<String> environment, Path folder) {
        this.environment = environment;
        this.folder = folder;
    }

    /** A problem never shows the value: a mistyped reference may be the secret itself. */
    Secret read(Section section, String key) {
        String text = section.text(key, "");
        var variable = VARIABLE.matcher(text);
        if (variable.matches()) {
            return fromEnvironment(section, key, variable.group(1));
        }
        if (text.startsWith(FILE)) {
            return fromFile(section, key, folder.resolve(text.substring(FILE.length())));
        }
        if (text.startsWith("${")) {
            section.problem(key, "must be a literal, ${NAME} or file:PATH");
        }
        return new Secret(text);
    }

    /**
     * As {@link #read}, but variables may also stand within a text, as in {@code Bearer ${KEY}}.
     */
    Secret within(Section section, String key) {
        String text = section.text(key, "");
        var variables = VARIABLE.matcher(text);
        if (!text.contains("${") || variables.matches()) {
            return read(section, key);
        }
        String rest = variables.replaceAll("");
        if (rest.contains("${")) {
            section.problem(key, "has a ${ that begins no ${NAME}");
        }
        return new Secret(
                variables.replaceAll(found -> {
                    String name = found.group(1);
                    return Matcher.quoteReplacement(fromEnvironment(section, key, name).value());
                }));
    }

    private Secret fromEnvironment(Section section, String key, String name) {
        String value = environment.apply(name);
        if (value == null || value.isBlank()) {
            section.problem(key, "environment variable " + name + " is not set");
            return Secret.NONE;
        }
        return new Secret(value.strip());
    }

    private static Secret fromFile(Section section, String key, Path path) {
        try {
            String value = Files.readString(path).strip();
            if (value.isEmpty()) {
                section.problem(key, "file " + path + " is empty");
            }
            return new Secret(value);
        } catch (IOException unreadable) {
            section.problem(key, "file " + path + " cannot be read");
            return Secret.NONE;
        }
    }
}
