package org.offhook.server.answers;

/** What answers requests; every failure is a response. Any thread; may block. */
@FunctionalInterface
public interface Api {
    ApiResponse handle(ApiRequest request) throws InterruptedException;
}
