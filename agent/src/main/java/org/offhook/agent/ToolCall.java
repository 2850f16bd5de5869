package org.offhook.agent;

/**
 * A tool that a model asks for.
 *
 * @param id the model's own, repeated with the result
 * @param name as in {@link ToolSpec}
 * @param arguments JSON as the model wrote it; not checked yet
 */
public record ToolCall(String id, String name, String arguments) {}
