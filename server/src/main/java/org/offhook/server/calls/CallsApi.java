package org.offhook.server.calls;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.offhook.server.answers.ApiRequest;
import org.offhook.server.answers.ApiResponse;

/**
 * {@code POST /calls}, {@code GET /calls/ID} and {@code DELETE /calls/ID}, as requests and
 * responses. Any thread; may block while a message is spoken.
 */
public final class CallsApi {
    private static final ObjectMapper json = new ObjectMapper();

    private final Calls calls;

    /** Places calls. */
    public interface Calls {
        /**
         * Begins one.
         *
         * @throws WishException it cannot be placed as wanted
         */
        CallRecord place(CallWish wish) throws WishException, IOException, InterruptedException;

        Optional<CallRecord> find(String id);

        /** What a wish may leave out. */
        CallWishReader.Usual usual();
    }

    public CallsApi(Calls calls) {
        this.calls = calls;
    }

    /** Every failure is a response. */
    public ApiResponse handle(ApiRequest request) throws InterruptedException {
        List<String> path = List.of(request.path().replaceFirst("^/+", "").split("/+"));
        try {
            return switch (request.method() + " " + path.size()) {
                case "POST 1" -> place(request);
                case "GET 2" -> one(path.get(1), false);
                case "DELETE 2" -> one(path.get(1), true);
                default ->
                        ApiResponse.error(
                                405, request.method() + " is not possible at " + request.path());
            };
        } catch (WishException refused) {
            return ApiResponse.error(refused.status(), refused.getMessage());
        } catch (JsonProcessingException broken) {
            return ApiResponse.error(400, "the body is no JSON: " + broken.getOriginalMessage());
        } catch (IOException world) {
            return ApiResponse.error(503, String.valueOf(world.getMessage()));
        }
    }

    private ApiResponse place(ApiRequest request)
            throws WishException, IOException, InterruptedException {
        JsonNode body = json.readTree(request.body());
        CallWish wish = new CallWishReader(body, calls.usual()).read();
        return shown(201, calls.place(wish));
    }

    private ApiResponse one(String id, boolean hangUp) {
        Optional<CallRecord> found = calls.find(id);
        if (found.isEmpty()) {
            return ApiResponse.error(404, "there is no call " + id);
        }
        if (hangUp) {
            found.get().hangUp();
        }
        return shown(hangUp && !found.get().stage().isLast() ? 202 : 200, found.get());
    }

    private static ApiResponse shown(int status, CallRecord call) {
        ObjectNode body =
                ApiResponse.object()
                        .put("id", call.id())
                        .put("to", call.wish().to())
                        .put("agent", call.wish().agent())
                        .put("line", call.wish().line())
                        .put("begun", call.begun().toString());
        switch (call.stage()) {
            case CallRecord.Stage.Calling() -> body.put("state", "calling");
            case CallRecord.Stage.Ringing() -> body.put("state", "ringing");
            case CallRecord.Stage.Answered() -> body.put("state", "answered");
            case CallRecord.Stage.HungUp() -> body.put("state", "over").put("outcome", "hung-up");
            case CallRecord.Stage.Failed(String reason) ->
                    body.put("state", "over").put("outcome", "failed").put("reason", reason);
            case CallRecord.Stage.Over(var outcome) -> {
                body.put("state", "over");
                body.setAll(Outcomes.json(outcome));
            }
        }
        return new ApiResponse(status, body);
    }
}
