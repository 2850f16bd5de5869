/**
 * Tools of MCP servers, as programs of ours or over streamable HTTP, by the official Java SDK; the
 * only package that imports {@code io.modelcontextprotocol} or {@code reactor}. Calls block; run
 * them on the call's virtual threads.
 */
package org.offhook.agent.mcp;
