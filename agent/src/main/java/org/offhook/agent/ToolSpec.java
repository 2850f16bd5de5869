package org.offhook.agent;

/**
 * What a model is told of a tool.
 *
 * @param name letters, digits, {@code _} and {@code -}, at most 64
 * @param description when to use it, for the model
 * @param parameters JSON Schema of the arguments, an object
 */
public record ToolSpec(String name, String description, String parameters) {}
