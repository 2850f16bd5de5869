package org.offhook.agent;

/**
 * A model's wish to use a tool.
 *
 * @param id the provider's, returned with the result
 * @param arguments JSON as the model wrote it; not checked
 */
public record ToolCall(String id, String name, String arguments) {}
