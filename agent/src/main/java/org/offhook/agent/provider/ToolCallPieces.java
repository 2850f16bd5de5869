package org.offhook.agent.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.offhook.agent.ToolCall;

/**
 * The tool calls of one streamed reply, put together from their pieces: by index where there is
 * one, whole or in parts, with ids that come at once, late or never. Used by one thread at a time.
 */
final class ToolCallPieces {
    private static final int MOST_CALLS = 32;
    private static final int LONGEST_ARGUMENTS = 64 * 1024;

    private static final class Piece {
        final int index;
        String id = "";
        String name = "";
        final StringBuilder arguments = new StringBuilder();

        Piece(int index) {
            this.index = index;
        }
    }

    private final String provider;
    private final List<Piece> pieces = new ArrayList<>();

    ToolCallPieces(String provider) {
        this.provider = provider;
    }

    /**
     * @param calls {@code tool_calls} of a delta or of a whole message; may be missing
     */
    void take(JsonNode calls) throws ProviderException {
        for (JsonNode call : calls) {
            take(call, call.path("function"));
        }
    }

    private void take(JsonNode call, JsonNode function) throws ProviderException {
        String id = call.path("id").asText("");
        String name = function.path("name").asText("");
        Piece piece = piece(call.path("index").asInt(-1), id, name);
        if (piece.id.isEmpty()) {
            piece.id = id;
        }
        if (piece.name.isEmpty()) {
            piece.name = name;
        }
        JsonNode arguments = function.path("arguments");
        if (!arguments.isMissingNode() && !arguments.isNull()) {
            // Some send the object itself.
            piece.arguments.append(
                    arguments.isTextual() ? arguments.asText() : arguments.toString());
        }
        if (piece.arguments.length() > LONGEST_ARGUMENTS) {
            throw new ProviderException(provider + ": asked for a tool with too long arguments");
        }
    }

    private Piece piece(int index, String id, String name) throws ProviderException {
        for (Piece piece : pieces.reversed()) {
            // Ollama has sent several calls of one index, each whole and with an id of its own.
            boolean another =
                    !id.isEmpty() && !piece.id.isEmpty() && !id.equals(piece.id) && !name.isEmpty();
            boolean same = index < 0 ? goesOn(piece, id, name) : piece.index == index && !another;
            if (same) {
                return piece;
            }
            if (index < 0) {
                break;
            }
        }
        if (pieces.size() >= MOST_CALLS) {
            throw new ProviderException(provider + ": asked for too many tools at once");
        }
        pieces.add(new Piece(index));
        return pieces.getLast();
    }

    /** Without an index, what names nothing new belongs to the last one. */
    private static boolean goesOn(Piece last, String id, String name) {
        return id.isEmpty() ? name.isEmpty() : id.equals(last.id);
    }

    /** Those with a name: without one nobody knows what is meant. */
    List<ToolCall> calls() {
        var calls = new ArrayList<ToolCall>();
        for (Piece piece : pieces) {
            if (!piece.name.isEmpty()) {
                String id = piece.id.isEmpty() ? "call_" + (calls.size() + 1) : piece.id;
                String arguments = piece.arguments.toString().strip();
                calls.add(new ToolCall(id, piece.name, arguments.isEmpty() ? "{}" : arguments));
            }
        }
        return calls;
    }
}
