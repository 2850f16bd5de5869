package org.offhook.agent;

/**
 * A tool as a model is told of it.
 *
 * @param name letters, digits, {@code _} and {@code -}, at most 64
 * @param description when and how to use it
 * @param parameters JSON Schema of its arguments: an object
 */
public record ToolSpec(String name, String description, String parameters) {}
