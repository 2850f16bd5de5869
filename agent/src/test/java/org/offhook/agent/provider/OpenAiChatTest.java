package org.offhook.agent.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.offhook.agent.provider.ScriptedProvider.data;
import static org.offhook.agent.provider.ScriptedProvider.done;
import static org.offhook.agent.provider.ScriptedProvider.events;
import static org.offhook.agent.provider.ScriptedProvider.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.offhook.agent.KeyRefusedException;
import org.offhook.agent.LanguageModel.Message;

/** What providers send, and what becomes of it. */
@Timeout(600)
class OpenAiChatTest {
    private static final List<Message> QUESTION =
            List.of(
                    new Message.Instructions("You are kind."),
                    new Message.Agent("Hello?"),
                    new Message.Caller("When do you open \"tomorrow\"?"));

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
    void tokensArriveInOrderAsTheyWereSent() throws Exception {
        provider.answersEvents(token("We open"), token(" at"), token(" nine."), done());
        assertEquals(List.of("We open", " at", " nine."), reply());
    }

    @Test
    void theQuestionIsAskedAsTheProtocolWantsIt() throws Exception {
        provider.answersEvents(token("Nine."), done());
        reply();
        var request = provider.request();
        assertEquals("POST", request.getMethod());
        assertEquals("/v1/chat/completions", request.getTarget());
        assertEquals("Bearer " + ScriptedProvider.KEY, request.getHeaders().get("Authorization"));
        assertEquals("7", request.getHeaders().get("X-Tenant"));
        assertEquals("text/event-stream", request.getHeaders().get("Accept"));
        JsonNode body = new ObjectMapper().readTree(request.getBody().utf8());
        JsonNode expected =
                new ObjectMapper()
                        .readTree(
                                """
                                {"model": "chat-1", "stream": true, "temperature": 0.25, "max_tokens": 99,
                                 "messages": [
                                   {"role": "system", "content": "You are kind."},
                                   {"role": "assistant", "content": "Hello?"},
                                   {"role": "user", "content": "When do you open \\"tomorrow\\"?"}]}
                                """);
        assertEquals(expected, body);
    }

    @Test
    void whatIsLeftToTheProviderIsNotSent() throws Exception {
        provider.answersEvents(token("Nine."), done());
        var plain = provider.chat();
        try (var bare =
                new OpenAiChat(
                        new ChatConfig(
                                "acme",
                                plain.baseUrl() + "/",
                                "",
                                "m",
                                -1,
                                0,
                                plain.firstTokenTimeout(),
                                plain.totalTimeout(),
                                Map.of()))) {
            bare.reply(QUESTION, List.of(), _ -> {});
        }
        var request = provider.request();
        assertEquals("/v1/chat/completions", request.getTarget());
        assertEquals(null, request.getHeaders().get("Authorization"));
        JsonNode body = new ObjectMapper().readTree(request.getBody().utf8());
        assertFalse(body.has("temperature") || body.has("max_tokens"), body.toString());
    }

    @Test
    void theRoleAloneTheTokenCountAndThoughtsAreNoWords() throws Exception {
        provider.answersEvents(
                data("{\"choices\":[],\"prompt_filter_results\":[]}"),
                data("{\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}"),
                data("{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}"),
                data("{\"choices\":[{\"delta\":{\"reasoning_content\":\"They ask\"}}]}"),
                data("{\"choices\":[{\"delta\":{\"content\":null,\"reasoning\":\"so\"}}]}"),
                token("At nine."),
                data("{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}"),
                data("{\"choices\":[],\"usage\":{\"total_tokens\":12}}"),
                done());
        assertEquals(List.of("At nine."), reply());
    }

    @Test
    void thoughtsInTheTextAreTakenOut() throws Exception {
        provider.answersEvents(
                token("<thi"), token("nk>They ask "), token("me</think>\\n\\n"), token("Nine."));
        assertEquals(List.of("Nine."), reply());
    }

    @Test
    void commentsCarriageReturnsAndOtherFieldsArePassedOver() throws Exception {
        provider.answersEvents(
                ": OPENROUTER PROCESSING\r\n\r\n",
                "event: message\r\nid: 1\r\nretry: 100\r\n",
                token("At").replace("\n", "\r\n"),
                ":\r\n\r\n",
                token(" nine.").replace("data: ", "data:").replace("\n", "\r\n"),
                done().replace("\n", "\r\n"));
        assertEquals(List.of("At", " nine."), reply());
    }

    @Test
    void theEndMayComeWithoutDone() throws Exception {
        provider.answersEvents(token("At"), token(" nine.").stripTrailing());
        assertEquals(List.of("At", " nine."), reply());
    }

    @Test
    void theEndMayComeWithoutAnEmptyLineBeforeDone() throws Exception {
        provider.answersEvents(token("At nine.").stripTrailing(), "\n", done());
        assertEquals(List.of("At nine."), reply());
    }

    @Test
    void nothingAfterDoneIsWaitedFor() throws Exception {
        var gone = new CountDownLatch(1);
        byte[] said = (token("At nine.") + done()).getBytes();
        provider.fallsSilentAfter(events(), said, gone);
        assertEquals(List.of("At nine."), reply());
        assertTrue(gone.await(60, TimeUnit.SECONDS));
    }

    @Test
    void aReplyThatComesWholeIsTaken() throws Exception {
        provider.answers(
                new MockResponse.Builder()
                        .setHeader("Content-Type", "application/json; charset=utf-8")
                        .body("{\"choices\":[{\"message\":{\"content\":\"At nine.\"}}]}"));
        assertEquals(List.of("At nine."), reply());
    }

    @Test
    void wordsOfAllLanguagesSurviveBeingCutAnywhere() throws Exception {
        provider.answersEvents(token("Um fünf öffnen wir — 五時。🙂"), done());
        assertEquals(List.of("Um fünf öffnen wir — 五時。🙂"), reply());
    }

    @Test
    void theConnectionIsKeptForTheNextReply() throws Exception {
        // The last word is out before the connection is back in the pool.
        var released = new Semaphore(0);
        var listener =
                new EventListener() {
                    @Override
                    public void connectionReleased(Call call, Connection connection) {
                        released.release();
                    }
                };
        var client = provider.client.newBuilder().eventListener(listener).build();
        try (var observed = new OpenAiChat(provider.chat(), client)) {
            for (int i = 0; i < 3; i++) {
                provider.answersEvents(token("Yes."), done());
                observed.reply(QUESTION, List.of(), _ -> {});
                assertTrue(released.tryAcquire(60, TimeUnit.SECONDS));
            }
        }
        provider.request();
        provider.request();
        var third = provider.request();
        assertEquals(0, third.getConnectionIndex());
        assertEquals(2, third.getExchangeIndex());
    }

    @Test
    void warmingUpOpensTheConnectionThatTheReplyUses() throws Exception {
        provider.answers(new MockResponse.Builder().body("{\"data\":[]}"));
        provider.answersEvents(token("Yes."), done());
        chat.warmUp();
        assertEquals(List.of("Yes."), reply());
        var warming = provider.request();
        var asking = provider.request();
        assertEquals("/v1/models", warming.getTarget());
        assertEquals(0, asking.getConnectionIndex());
        assertEquals(1, asking.getExchangeIndex());
    }

    @Test
    void aRefusedKeyIsToldInTheProvidersOwnWords() throws Exception {
        provider.answers(
                new MockResponse.Builder()
                        .code(401)
                        .body("{\"error\":{\"message\":\"No such key.\"}}"));
        var refused = assertThrows(KeyRefusedException.class, chat::check);
        assertEquals("acme: HTTP 401: No such key.", refused.getMessage());
    }

    @Test
    void aProviderThatIsAwayOrHasNoListIsNoReasonNotToStart() throws Exception {
        provider.answers(new MockResponse.Builder().code(404));
        chat.check();
        assertEquals("/v1/models", provider.request().getTarget());
        provider.close();
        chat.check();
    }

    @Test
    void warmingUpNeverFails() {
        provider.close();
        chat.warmUp();
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void aLostConnectionInTheMiddleIsAnError() {
        provider.answers(
                events().chunkedBody(token("We open") + token(" at nine.") + done(), 11)
                        .onResponseBody(new SocketEffect.CloseSocket()));
        var heard = new ArrayList<String>();
        var failure =
                assertThrows(IOException.class, () -> chat.reply(QUESTION, List.of(), heard::add));
        assertTrue(failure.getMessage().startsWith("acme: "), failure.getMessage());
        assertFalse(heard.contains(" at nine."));
    }

    @Test
    void aConnectionLostAfterTheLastWordIsNoError() throws Exception {
        String end = data("{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}");
        var body = new Buffer().writeUtf8(token("At nine.") + end);
        // Announces more than comes.
        provider.answers(
                events().body(body)
                        .setHeader("Content-Length", body.size() + 100)
                        .onResponseEnd(new SocketEffect.CloseSocket()));
        assertEquals(List.of("At nine."), reply());
    }

    @Test
    void noServerIsAnErrorWithTheProvidersName() {
        provider.close();
        String message = failure();
        assertTrue(message.startsWith("acme: "), message);
    }

    @Test
    void anAnswerWithoutWordsIsAnError() {
        provider.answersEvents(
                data("{\"choices\":[{\"delta\":{},\"finish_reason\":\"length\"}]}"), done());
        assertEquals("acme: answered without words (length)", failure());
    }

    @Test
    void anEmptyAnswerIsAnError() {
        provider.answersEvents();
        assertEquals("acme: answered without words", failure());
    }

    @Test
    void aRefusalIsAnError() {
        provider.answersEvents(
                data("{\"choices\":[{\"delta\":{\"refusal\":\"I can't\"}}]}"), done());
        assertEquals("acme: refused to answer", failure());
    }

    @Test
    void garbageIsAnErrorThatDoesNotRepeatIt() {
        provider.answersEvents(token("We"), data("{\"choices\": When do you open"));
        assertEquals("acme: answered with something that is no JSON", failure());
    }

    @Test
    void garbageInsteadOfEventsIsAnError() {
        provider.answers(
                new MockResponse.Builder()
                        .setHeader("Content-Type", "application/json")
                        .body("<html>"));
        assertEquals("acme: answered with something that is no JSON", failure());
    }

    private List<String> reply() throws IOException, InterruptedException {
        var tokens = new ArrayList<String>();
        chat.reply(QUESTION, List.of(), tokens::add);
        return tokens;
    }

    private String failure() {
        var failure = assertThrows(IOException.class, this::reply);
        return failure.getMessage();
    }
}
