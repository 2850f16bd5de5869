package org.offhook.server.config;

/** A password or key: prints as dots, so that no record that holds it can leak it. */
public record Secret(String value) {
    /** No secret. */
    public static final Secret NONE = new Secret("");

    public boolean isEmpty() {
        return value.isEmpty();
    }

    @Override
    public String toString() {
        return value.isEmpty() ? "none" : "••••";
    }
}
