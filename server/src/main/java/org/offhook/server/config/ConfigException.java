package org.offhook.server.config;

import java.util.List;

/** A file of the operator's that cannot be used, with everything that is wrong in it. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public ConfigException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** One line each: {@code file:line: key: rule, got "value"}; at least one. */
    public List<String> problems() {
        return problems;
    }
}
