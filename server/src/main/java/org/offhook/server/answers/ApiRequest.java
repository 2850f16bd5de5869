package org.offhook.server.answers;

import java.util.Map;

/**
 * Something somebody wants of the answers, over HTTP or from the command line beside.
 *
 * @param path as in {@code /answers/demo/hours}, decoded
 * @param query the first value of each
 * @param who for the history
 */
public record ApiRequest(
        String method, String path, Map<String, String> query, String body, String who) {
    public ApiRequest {
        query = Map.copyOf(query);
    }

    String query(String name) {
        return query.getOrDefault(name, "");
    }
}
