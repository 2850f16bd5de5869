package org.offhook.agent;

import java.util.function.Function;

/**
 * Who is at the other end, as the signalling says, which anybody can write.
 *
 * @param number or name: the user part of the address; the whole address where we call
 * @param name as the call shows it; empty where it shows none
 * @param headers text of a header field of the INVITE, by its name; empty where it is not there
 */
record Caller(String number, String name, Function<String, String> headers) {}
