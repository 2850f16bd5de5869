package org.offhook.agent.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.offhook.agent.provider.ScriptedProvider.data;
import static org.offhook.agent.provider.ScriptedProvider.token;

import java.io.IOException;
import java.util.List;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.offhook.agent.LanguageModel.Message;

/** What is said about a failure: who, which status, why; never a key, never a caller's words. */
@Timeout(600)
class OpenAiChatErrorTest {
    private static final List<Message> QUESTION =
            List.of(new Message.Caller("My name is Rosa Klebb, my card is 4711 0815"));

    private ScriptedProvider provider;
    private OpenAiChat chat;

    @BeforeEach
    void start() throws IOException {
        provider = ScriptedProvider.http1();
        chat = new OpenAiChat(provider.chat());
    }

    @AfterEach
    void stop() {
        chat.close();
        provider.close();
    }

    @Test
    void aRefusedKeyIsNamedButNotShown() {
        provider.answers(
                json(
                        401,
                        "{\"error\":{\"message\":\"Incorrect API key provided: sk-very***6789. Key "
                                + ScriptedProvider.KEY
                                + " is unknown.\",\"code\":\"invalid_api_key\"}}"));
        assertEquals(
                "acme: HTTP 401: Incorrect API key provided: *** Key *** is unknown.", failure());
    }

    @Test
    void tooManyRequestsSaysWhenToComeAgain() {
        provider.answers(
                json(429, "{\"error\":{\"message\":\"Rate limit reached\"}}")
                        .setHeader("Retry-After", "20"));
        assertEquals("acme: HTTP 429: Rate limit reached (again in 20 s)", failure());
    }

    @Test
    void aStrangeRetryAfterIsLeftOut() {
        provider.answers(json(429, "{}").setHeader("Retry-After", "soon, my card is 4711"));
        assertEquals("acme: HTTP 429", failure());
    }

    @Test
    void aServerErrorWithoutJsonIsItsStatus() {
        provider.answers(new MockResponse.Builder().code(500).body("<h1>Oops</h1>"));
        assertEquals("acme: HTTP 500", failure());
    }

    @Test
    void anEmptyErrorIsItsStatus() {
        provider.answers(new MockResponse.Builder().code(503));
        assertEquals("acme: HTTP 503", failure());
    }

    @Test
    void aRedirectIsNotFollowedWithTheKey() {
        provider.answers(
                new MockResponse.Builder().code(307).setHeader("Location", "http://127.0.0.9/v1"));
        assertEquals("acme: HTTP 307", failure());
    }

    @Test
    void otherServersPutTheirReasonElsewhere() {
        for (String body :
                List.of(
                        "{\"object\":\"error\",\"message\":\"no such model\"}",
                        "{\"detail\":\"no such model\"}",
                        "{\"detail\":[{\"msg\":\"no such model\"}]}",
                        "{\"error\":\"no such model\"}")) {
            provider.answers(json(404, body));
            assertEquals("acme: HTTP 404: no such model", failure());
        }
    }

    @Test
    void theCallersWordsAreNotRepeated() {
        provider.answers(
                json(
                        400,
                        "{\"error\":{\"message\":\"Prompt 'my name is rosa klebb, my card is 4711 0815' was"
                                + " filtered\\n(card=4711)\"}}"));
        String message = failure();
        assertFalse(message.toLowerCase().matches("(?s).*(rosa|klebb|4711|0815).*"), message);
        assertTrue(message.startsWith("acme: HTTP 400: Prompt *** "), message);
        assertTrue(message.endsWith("was filtered ***"), message);
    }

    @Test
    void aLongReasonIsCut() {
        provider.answers(json(400, "{\"error\":{\"message\":\"" + "bad ".repeat(500) + "\"}}"));
        assertTrue(failure().length() < 200);
    }

    @Test
    void anEndlessErrorIsNotReadToItsEnd() {
        provider.answers(new MockResponse.Builder().code(500).body("x".repeat(5 * 1024 * 1024)));
        assertEquals("acme: HTTP 500", failure());
    }

    @Test
    void anErrorInsideTheStreamIsAnError() {
        provider.answersEvents(
                token("We"),
                data("{\"error\":{\"message\":\"slot unavailable\",\"code\":500}}"),
                token(" open"));
        assertEquals("acme: error in the answer: slot unavailable", failure());
    }

    @Test
    void anErrorAsVllmAndLlamaCppOnceSentItIsAnError() {
        provider.answersEvents(
                data("{\"object\":\"error\",\"message\":\"context too long\",\"code\":400}"));
        assertEquals("acme: error in the answer: context too long", failure());
        provider.answersEvents(
                "error: {\"error\":{\"code\":500,\"message\":\"context too long\"}}\n\n");
        assertEquals("acme: error in the answer: context too long", failure());
    }

    @Test
    void anErrorThatComesWithSuccessIsAnError() {
        provider.answers(json(200, "{\"error\":{\"message\":\"overloaded\"}}"));
        assertEquals("acme: error in the answer: overloaded", failure());
    }

    @Test
    void aLineWithoutEndIsAnError() {
        provider.answers(ScriptedProvider.events().body("data: " + "x".repeat(2 * 1024 * 1024)));
        assertEquals("acme: a line of more than 1048576 bytes", failure());
    }

    private static MockResponse.Builder json(int code, String body) {
        return new MockResponse.Builder()
                .code(code)
                .setHeader("Content-Type", "application/json")
                .body(body);
    }

    private String failure() {
        var failure =
                assertThrows(IOException.class, () -> chat.reply(QUESTION, List.of(), _ -> {}));
        return failure.getMessage();
    }
}
