package org.offhook.sip;

/**
 * What came of an OPTIONS to a registrar.
 *
 * @param status 0 where nothing came
 * @param product its Server or User-Agent header; empty where it has none, and the reason where
 *     nothing came
 * @param sentFrom where we said that we are, {@code host:port}
 * @param seenAs where it saw us (RFC 3581); empty where it did not say, and over connections
 */
public record Pong(int status, String product, String sentFrom, String seenAs) {}
