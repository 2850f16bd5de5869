package org.offhook.server.answers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * @param status as in HTTP
 * @param body an object; of a failure with {@code error} and, where there are several, {@code
 *     reasons}
 */
public record ApiResponse(int status, JsonNode body) {
    public static ApiResponse error(int status, String error) {
        return new ApiResponse(status, object().put("error", error));
    }

    static ApiResponse refused(List<String> reasons) {
        ObjectNode body = object().put("error", String.join("; ", reasons));
        var all = body.putArray("reasons");
        reasons.forEach(all::add);
        return new ApiResponse(422, body);
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
